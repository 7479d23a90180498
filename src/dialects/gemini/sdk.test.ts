import { createServer, type Server } from 'node:http';
import { GoogleGenAI } from '@google/genai';
import { afterEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../canonical/index.ts';
import { GEMINI_CONTEXT, writeStream } from '../testing/gemini-streams.ts';
import { geminiCodec } from './codec.ts';

const ASKED = { model: 'gemini-3-flash', contents: 'Hi' };
const SIGNATURE = { dialect: 'anthropic-messages', value: 'Ab+/==' };
let server: Server | null = null;

afterEach(() => server?.close());

/** A server that answers every request with these bytes, and Google's own client for it. */
async function clientOf(body: string | Buffer, contentType: string): Promise<GoogleGenAI> {
  const started = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': contentType }).end(body);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: `http://127.0.0.1:${port}` } });
}

const SAID: readonly CanonicalEvent[] = [
  { type: 'start', id: 'x' },
  { type: 'part-start', choice: 0, part: 0, content: { type: 'reasoning', isRedacted: false } },
  { type: 'part-delta', choice: 0, part: 0, delta: { type: 'text', text: 'hm' } },
  { type: 'part-delta', choice: 0, part: 0, delta: { type: 'signature', signature: SIGNATURE } },
  { type: 'part-end', choice: 0, part: 0 },
  { type: 'part-start', choice: 0, part: 1, content: { type: 'text' } },
  { type: 'part-delta', choice: 0, part: 1, delta: { type: 'text', text: 'Grüße, ' } },
  { type: 'part-delta', choice: 0, part: 1, delta: { type: 'text', text: '世界' } },
  { type: 'part-end', choice: 0, part: 1 },
  {
    type: 'part-start',
    choice: 0,
    part: 2,
    content: { type: 'tool-call', id: '1', name: 'look', kind: 'function' },
  },
  { type: 'part-delta', choice: 0, part: 2, delta: { type: 'text', text: '{"n":1}' } },
  { type: 'part-end', choice: 0, part: 2 },
];

describe("Google's own SDK", () => {
  it('reads a stream: text, thoughts, calls, the reason, the usage', async () => {
    const usage = {
      inputTokens: 4,
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      audioInputTokens: 0,
      imageInputTokens: 0,
      outputTokens: 5,
      reasoningTokens: 2,
      audioOutputTokens: 0,
      imageOutputTokens: 0,
    };
    const text = writeStream(geminiCodec, [
      ...SAID,
      { type: 'finish', choice: 0, finish: { reason: 'tool-calls', stopSequence: null, explanation: null } },
      { type: 'usage', measured: { usage, serviceTier: null } },
      { type: 'end' },
    ]);
    const client = await clientOf(text, 'text/event-stream');
    const chunks = [];
    for await (const chunk of await client.models.generateContentStream(ASKED)) {
      chunks.push(chunk);
    }
    const parts = chunks.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? []);
    expect(parts.filter(({ thought }) => thought === true)).toMatchObject([{ text: 'hm' }, { text: '' }]);
    expect(parts.map((part) => (part.thought === true ? '' : (part.text ?? ''))).join('')).toBe(
      'Grüße, 世界',
    );
    expect(chunks.flatMap(({ functionCalls }) => functionCalls ?? [])).toEqual([
      { id: '1', name: 'look', args: { n: 1 } },
    ]);
    expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP');
    expect(chunks.at(-1)?.usageMetadata).toMatchObject({ promptTokenCount: 4, totalTokenCount: 11 });
  });

  it('throws at an error in a stream', async () => {
    const error = {
      kind: 'overloaded',
      status: 529,
      message: 'Overloaded',
      code: null,
      retryAfterS: null,
    } as const;
    const client = await clientOf(
      writeStream(geminiCodec, [...SAID, { type: 'error', error }]),
      'text/event-stream',
    );
    const stream = await client.models.generateContentStream(ASKED);
    const read = async () => {
      for await (const _chunk of stream) {
        // Read on until the error.
      }
    };
    await expect(read()).rejects.toThrow('Overloaded');
  });

  it('reads a complete answer', async () => {
    const finish = { reason: 'stop', stopSequence: null, explanation: null } as const;
    const part = {
      type: 'text',
      at: '',
      text: 'Hello',
      cacheMark: null,
      citations: [],
      signature: null,
    } as const;
    const answer = geminiCodec.buildResponse(
      { id: 'x', choices: [{ index: 0, parts: [part], finish, logprobs: null }], measured: null },
      GEMINI_CONTEXT,
    );
    const client = await clientOf(JSON.stringify(answer), 'application/json');
    const read = await client.models.generateContent(ASKED);
    expect([read.text, read.responseId, read.modelVersion]).toEqual(['Hello', 'answer1', 'gemini-3-flash']);
  });
});
