import { createServer, type Server } from 'node:http';
import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent, CanonicalResponse } from '../../canonical/index.ts';
import { answerContext, writeResponses } from '../testing/responses-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { responsesCodec } from './codec.ts';

const SAID: readonly CanonicalEvent[] = [
  { type: 'start', id: 'x' },
  { type: 'part-start', choice: 0, part: 0, content: { type: 'reasoning', isRedacted: false } },
  { type: 'part-delta', choice: 0, part: 0, delta: { type: 'text', text: 'hm' } },
  { type: 'part-end', choice: 0, part: 0 },
  { type: 'part-start', choice: 0, part: 1, content: { type: 'text' } },
  { type: 'part-delta', choice: 0, part: 1, delta: { type: 'text', text: 'Grüße, ' } },
  { type: 'part-delta', choice: 0, part: 1, delta: { type: 'text', text: '世界' } },
  { type: 'part-end', choice: 0, part: 1 },
  {
    type: 'part-start',
    choice: 0,
    part: 2,
    content: { type: 'tool-call', id: 'c1', name: 'look', kind: 'function' },
  },
  { type: 'part-delta', choice: 0, part: 2, delta: { type: 'text', text: '{"n":1}' } },
  { type: 'part-end', choice: 0, part: 2 },
];
const END: readonly CanonicalEvent[] = [
  { type: 'finish', choice: 0, finish: { reason: 'tool-calls', stopSequence: null, explanation: null } },
  { type: 'end' },
];

let server: Server | null = null;

afterEach(() => server?.close());

/** A server that answers every request with these bytes, and OpenAI's own client for it. */
async function clientOf(status: number, body: string, contentType: string): Promise<OpenAI> {
  const started = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': contentType }).end(body);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return new OpenAI({ apiKey: 'k', baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0 });
}

describe("OpenAI's own SDK", () => {
  it('puts a stream together: text, thinking, calls', async () => {
    const client = await clientOf(200, writeResponses([...SAID, ...END]), 'text/event-stream');
    const texts: string[] = [];
    const stream = client.responses.stream({ model: 'm', input: 'Hi' });
    stream.on('response.output_text.delta', ({ delta }) => texts.push(delta));
    const response = await stream.finalResponse();
    expect(texts).toEqual(['Grüße, ', '世界']);
    expect(response.output_text).toBe('Grüße, 世界');
    expect(response.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'hm' }] },
      { type: 'message' },
      { type: 'function_call', name: 'look', arguments: '{"n":1}' },
    ]);
  });

  it('reads a whole answer', async () => {
    const whole: CanonicalResponse = collectResponse([...SAID, ...END]);
    const body = JSON.stringify(responsesCodec.buildResponse(whole, answerContext()));
    const client = await clientOf(200, body, 'application/json');
    const response = await client.responses.create({ model: 'm', input: 'Hi' });
    expect(response).toMatchObject({ id: 'resp_01k', status: 'completed', output_text: 'Grüße, 世界' });
  });

  it('throws an error by its code', async () => {
    const error = {
      kind: 'context-length',
      status: 400,
      message: 'prompt is too long',
      code: null,
      retryAfterS: null,
    } as const;
    const { status, body } = responsesCodec.buildError(error, 'req_1');
    const client = await clientOf(status, JSON.stringify(body), 'application/json');
    await expect(client.responses.create({ model: 'm', input: 'Hi' })).rejects.toMatchObject({
      status: 400,
      code: 'context_length_exceeded',
    });
  });
});
