import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AssistantPart, CanonicalRequest, Turn } from '../../src/canonical/index.ts';
import { plainRequest } from '../../src/dialects/testing/responses-streams.ts';
import { toClient } from '../../src/dialects/translation/signature-envelope.ts';
import type { TestGateway } from '../support/gateway.ts';
import { CLIENTS, type Client } from '../support/translation/clients.ts';
import { exchange } from '../support/translation/exchange.ts';
import { platformNamed, startMatrixGateway } from '../support/translation/matrix-gateway.ts';
import { saidIn } from '../support/translation/said.ts';
import { asked, gave, tool } from './conversations/pieces.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startMatrixGateway();
});
afterAll(() => gateway.close());
afterEach(() => gateway.simulator.reset());

/** What a session asks for with every request: a tool, and thinking that is shown. */
const ASKED: Partial<CanonicalRequest> = {
  tools: [tool('weather', 'city')],
  reasoning: { mode: 'on', effort: 'medium', budgetTokens: null, isShown: true },
  maxOutputTokens: 20_000,
};

for (const client of CLIENTS) {
  describe(`a session of ${client.name}`, () => {
    it('facts 13, 23, 37: goes from model to model, and every model gets its own signatures alone', async () => {
      const session = createSession(client);
      for (const name of ['anthropic', 'gemini', 'openai', 'compatible', 'openai', 'anthropic', 'gemini']) {
        const calls = await session.ask(name, asked('In Oslo use-tool:weather'));
        expect(calls).toHaveLength(1);
        expect(await session.ask(name, asked(...calls.map((id) => gave(id, 'sunny'))))).toEqual([]);
      }
      expectOwnStates();
      expectStatesReturned('anthropic', /"type":"thinking"[^}]*"signature":"[^"]+"/);
      expectStatesReturned('gemini', /"thoughtSignature":"(?!skip_thought)[^"]+"/);
      if (client.codec.dialect !== 'openai-chat') {
        // Chat Completions, which passes as it is, has no place for reasoning.
        expectStatesReturned('openai', /"encrypted_content":"[^"]+"/);
      }
    });

    it.each([
      ['anthropic', 'gemini'],
      ['gemini', 'anthropic'],
      ['openai', 'anthropic'],
      ['anthropic', 'openai'],
      ['gemini', 'openai'],
      ['openai', 'gemini'],
      ['compatible', 'anthropic'],
    ])('begins a call on %s and gives its result to %s', async (first, second) => {
      const session = createSession(client);
      const calls = await session.ask(first, asked('In Oslo use-tool:weather'));
      expect(await session.ask(second, asked(...calls.map((id) => gave(id, 'sunny'))))).toEqual([]);
      expect(await session.ask(first, asked('And now?'))).toEqual([]);
      expectOwnStates();
    });
  });
}

/** A client that gives back what it was given, as SDKs and agents do. */
function createSession(client: Client) {
  const turns: Turn[] = [];
  let isStreaming = false;
  return {
    /** Says one turn to a platform and keeps the answer; gives the ids of the calls in it. */
    async ask(name: string, turn: Turn): Promise<readonly string[]> {
      turns.push(turn);
      isStreaming = !isStreaming;
      const direction = { gateway, client, platform: platformNamed(name), isStreaming };
      const { status, text, response } = await exchange(direction, plainRequest({ ...ASKED, turns }));
      expect(status, `${name}: ${text}`).toBe(200);
      const parts: readonly AssistantPart[] = response?.choices[0]?.parts ?? [];
      expect(response === null ? null : saidIn(response)).not.toMatchObject({ texts: [''], calls: [] });
      turns.push({ role: 'assistant', parts: parts.map((part) => asGiven(part, client.codec.dialect)) });
      return parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []));
    },
  };
}

/** Of the requests to a platform, those with a result of its own call carry the state it gave with that. */
function expectStatesReturned(name: string, state: RegExp): void {
  const requests = gateway.simulator.requests().filter(({ path }) => path.startsWith(`/${name}/`));
  expect(requests.filter(({ body }) => state.test(body ?? '')).length).toBeGreaterThanOrEqual(2);
}

/** Clients do not look into states: whatever is in one, it is their own dialect's to them. */
function asGiven(part: AssistantPart, dialect: string): AssistantPart {
  return 'signature' in part && part.signature !== null
    ? { ...part, signature: { dialect, value: toClient(part.signature, dialect) } }
    : part;
}

/** No upstream saw an envelope of ours, plain or in base64; the simulator refuses what it did not sign. */
function expectOwnStates(): void {
  const requests = gateway.simulator.requests();
  for (const { body } of requests) {
    expect(body).not.toMatch(/tp1\.|dHAxL/);
  }
}
