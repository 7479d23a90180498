import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import type { AssistantPart, CanonicalRequest, ToolCallPart, Turn } from '../../canonical/index.ts';
import { GEMINI_REQUEST, readStream } from '../testing/gemini-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { geminiCodec } from './codec.ts';

const MODEL = 'gemini-3-pro';
const TOOL = {
  type: 'function',
  name: 'look',
  description: null,
  inputSchema: { type: 'object', properties: { n: { type: 'integer' } } },
  isStrict: null,
  cacheMark: null,
  at: '',
} as const;
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

function text(value: string) {
  return { type: 'text', at: '', text: value, cacheMark: null, citations: [], signature: null } as const;
}

function ask(turns: readonly Turn[]): Promise<Response> {
  const request: CanonicalRequest = { ...GEMINI_REQUEST, turns, tools: [TOOL] };
  const { body } = geminiCodec.buildRequest(request, { model: MODEL, maxOutputTokens: null });
  return fetch(`${simulator.url}/gemini/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': 'k' },
    body: JSON.stringify(body),
  });
}

describe('a turn of tools at an upstream that checks signatures', () => {
  const asked: Turn = { role: 'user', parts: [text('use-tool:look')] };

  async function callOf(): Promise<ToolCallPart> {
    const bytes = Buffer.from(await (await ask([asked])).arrayBuffer());
    const parts = collectResponse(readStream(geminiCodec, bytes)).choices[0]?.parts ?? [];
    const call = parts.find((part) => part.type === 'tool-call');
    if (call === undefined) {
      throw new Error('the simulator called no tool');
    }
    return call;
  }

  async function statusAfter(parts: readonly AssistantPart[], callId: string): Promise<number> {
    const result = {
      type: 'tool-result',
      at: '',
      callId,
      name: null,
      content: [text('done')],
      isError: false,
      cacheMark: null,
    } as const;
    const turns: readonly Turn[] = [asked, { role: 'assistant', parts }, { role: 'user', parts: [result] }];
    return (await ask(turns)).status;
  }

  it('fact 37: its own signature is taken on the call and from the thought before it', async () => {
    const call = await callOf();
    const { signature, id } = call;
    expect(signature?.dialect).toBe('gemini');
    expect(await statusAfter([call], id)).toBe(200);
    const thought = { type: 'reasoning', at: '', text: '', signature, isRedacted: false } as const;
    expect(await statusAfter([thought, { ...call, signature: null }], id)).toBe(200);
  });

  it('fact 37: a foreign call is taken with the stand-in, a forged one is not', async () => {
    const call = await callOf();
    const foreign = { dialect: 'anthropic-messages', value: 'Ab+/==' };
    expect(await statusAfter([{ ...call, signature: foreign }], call.id)).toBe(200);
    const forged = { dialect: 'gemini', value: 'c:Zm9yZ2Vk' };
    expect(await statusAfter([{ ...call, signature: forged }], call.id)).toBe(400);
  });
});
