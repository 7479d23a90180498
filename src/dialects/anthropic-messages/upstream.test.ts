import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/simulator.ts';
import type { CanonicalRequest, Turn } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { arbitraryMessagesRequest } from '../testing/messages-carries.ts';
import { build, MESSAGES_REQUEST, result, user } from '../testing/messages-requests.ts';
import { readMessagesStream } from '../testing/messages-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { buildCountRequest } from './build-request.ts';
import { parseMessagesError } from './errors.ts';
import { parseMessagesResponse } from './parse-response.ts';

const SONNET_4 = 'claude-sonnet-4-20250514';
const TOOL = {
  type: 'function',
  name: 'look',
  description: null,
  inputSchema: { type: 'object', properties: { n: { type: 'integer' } } },
  isStrict: null,
  cacheMark: null,
  at: '',
} as const;
const THINKING = { mode: 'on', effort: 'low', budgetTokens: null, isShown: null } as const;
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

function send(path: string, body: unknown): Promise<Response> {
  return fetch(`${simulator.url}/anthropic/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
    body: JSON.stringify(body),
  });
}

function ask(changes: Partial<CanonicalRequest>): Promise<Response> {
  return send('messages', build(changes, SONNET_4).body);
}

/** Thinking without a signature is never sent, so that only what the simulator signed reaches it. */
function unsigned(request: CanonicalRequest): CanonicalRequest {
  const turns = request.turns.map((turn) => ({
    ...turn,
    parts: turn.parts.map((part) => (part.type === 'reasoning' ? { ...part, signature: null } : part)),
  }));
  return { ...request, turns: turns as readonly Turn[] };
}

describe('an upstream that checks what it gets', () => {
  it('takes what is built', async () => {
    const property = fc.asyncProperty(arbitraryMessagesRequest, async (request) => {
      const answer = await ask({ ...unsigned(request), isStreaming: false });
      expect(answer.status).toBe(200);
      expect(parseMessagesResponse((await answer.json()) as JsonObject, request).measured).not.toBeNull();
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it('fact 23: a turn of tools goes on with the thinking it signed, and without it when it is foreign', async () => {
    const settings = { tools: [TOOL], reasoning: THINKING, isStreaming: true };
    const asked = user('use-tool:look');
    const bytes = Buffer.from(await (await ask({ ...settings, turns: [asked] })).arrayBuffer());
    const parts = collectResponse(readMessagesStream(bytes)).choices[0]?.parts ?? [];
    expect(parts.map(({ type }) => type)).toEqual(['reasoning', 'tool-call']);
    const callId = parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []))[0] ?? '';
    const turnsSignedBy = (dialect: string): readonly Turn[] => [
      asked,
      {
        role: 'assistant',
        parts: parts.map((part) =>
          part.type === 'reasoning' && part.signature !== null
            ? { ...part, signature: { ...part.signature, dialect } }
            : part,
        ),
      },
      result(callId),
    ];
    expect((await ask({ ...settings, turns: turnsSignedBy('anthropic-messages') })).status).toBe(200);
    expect((await ask({ ...settings, turns: turnsSignedBy('gemini') })).status).toBe(200);
  });

  it('counts the tokens of a request', async () => {
    const target = { model: SONNET_4, maxOutputTokens: null };
    const answer = await send('messages/count_tokens', buildCountRequest(MESSAGES_REQUEST, target).body);
    expect(await answer.json()).toMatchObject({ input_tokens: expect.any(Number) });
  });

  it('refuses in words that are understood', async () => {
    const forged = { dialect: 'anthropic-messages', value: 'Zm9yZ2Vk' };
    const thought = { type: 'reasoning', at: '', text: 'Hm', signature: forged, isRedacted: false } as const;
    const answer = await ask({ turns: [user('Hi'), { role: 'assistant', parts: [thought] }, user('Go')] });
    expect(parseMessagesError(answer.status, await answer.json(), null).kind).toBe('bad-signature');
  });
});
