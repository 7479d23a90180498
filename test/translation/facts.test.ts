import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanonicalRequest } from '../../src/canonical/index.ts';
import { checkMessagesStream } from '../../src/dialects/testing/messages-grammar.ts';
import { plainRequest } from '../../src/dialects/testing/responses-streams.ts';
import { eventsOf } from '../support/dialects/run-tap.ts';
import type { TestGateway } from '../support/gateway.ts';
import { CLIENTS, type Client } from '../support/translation/clients.ts';
import { send } from '../support/translation/exchange.ts';
import {
  MATRIX_PLATFORMS,
  type MatrixPlatform,
  platformNamed,
  startMatrixGateway,
} from '../support/translation/matrix-gateway.ts';
import { asked, told, tool } from './conversations/pieces.ts';

/** What stands in any event of a stream, as far as it is looked at. */
interface Seen {
  readonly type?: string;
  readonly sequence_number?: number;
  readonly item?: { readonly type: string; readonly name?: string };
  readonly choices?: readonly {
    readonly index: number;
    readonly delta?: { readonly tool_calls?: readonly ChatCall[] };
    readonly finish_reason?: string | null;
  }[];
}

/** A piece of a call in a chunk. */
interface ChatCall {
  readonly index: number;
  readonly function: { readonly name?: string; readonly arguments?: string };
}

const LONG = 'All work and no play makes a long prompt. '.repeat(140);
const [chat, responses, messages, gemini] = CLIENTS as readonly [Client, Client, Client, Client];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startMatrixGateway();
});
afterAll(() => gateway.close());

async function ask(
  client: Client,
  platform: MatrixPlatform,
  said: Partial<CanonicalRequest>,
  isStreaming = true,
): Promise<string> {
  const { status, bytes } = await send({ gateway, client, platform, isStreaming }, plainRequest(said));
  expect(status, bytes.toString()).toBe(200);
  return bytes.toString('utf8');
}

const hello = { turns: [asked('Hello chunks:6')] };
const calls = {
  turns: [asked('Oslo use-tool:weather use-tool:clock use-tool:place')],
  tools: [tool('weather', 'city'), tool('clock'), tool('place', 'city')],
};

describe.each(MATRIX_PLATFORMS)('a client of Chat Completions on $name', (platform) => {
  it('fact 1: usage stands in one chunk without choices, directly before [DONE]', async () => {
    const text = await ask(chat, platform, hello);
    const chunks = eventsOf(text);
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
    expect(chunks.slice(0, -1).filter(({ usage }) => usage !== null)).toEqual([]);
  });

  it('fact 2: all chunks share id and created, and the first of a choice has the role', async () => {
    const chunks = eventsOf(await ask(chat, platform, hello));
    expect(new Set(chunks.map(({ id, created }) => `${id} ${created}`)).size).toBe(1);
    expect(chunks[0]).toMatchObject({ choices: [{ delta: { role: 'assistant' } }] });
  });

  it('facts 3, 4: three calls have indexes, say their names once, and end with tool_calls', async () => {
    const chunks = eventsOf(await ask(chat, platform, calls)) as readonly Seen[];
    const choices = chunks.flatMap((chunk) => chunk.choices ?? []);
    const deltas = choices.flatMap((choice) => choice.delta?.tool_calls ?? []);
    const inputs = [0, 1, 2].map((index) => deltas.filter((delta) => delta.index === index));
    expect(deltas.every(({ index }) => Number.isInteger(index))).toBe(true);
    expect(
      inputs.map((pieces) => pieces.filter(({ function: called }) => called.name !== undefined).length),
    ).toEqual([1, 1, 1]);
    for (const pieces of inputs) {
      const input = pieces.map(({ function: called }) => called.arguments ?? '').join('');
      expect(JSON.parse(input)).toBeTypeOf('object');
    }
    expect(choices.map((choice) => choice.finish_reason).filter((reason) => reason != null)).toEqual([
      'tool_calls',
    ]);
  });

  it('fact 6: prompt tokens include the cached ones', async () => {
    const said = { turns: [told(LONG), asked('Again')] };
    await ask(chat, platform, said, false);
    const { usage } = JSON.parse(await ask(chat, platform, said, false));
    const isCached = platform.name !== 'anthropic';
    expect(usage.prompt_tokens_details?.cached_tokens ?? 0).toBeGreaterThanOrEqual(isCached ? 1_024 : 0);
    expect(usage.prompt_tokens).toBeGreaterThanOrEqual(usage.prompt_tokens_details?.cached_tokens ?? 0);
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
  });
});

it.each(['openai', 'gemini'])(
  'fact 5: two choices on %s end by themselves and are billed once',
  async (name) => {
    const before = gateway.simulator.bill().total.requests;
    const text = await ask(chat, platformNamed(name), { turns: [asked('one two three four')], choices: 2 });
    const choices = (eventsOf(text) as readonly Seen[]).flatMap((chunk) => chunk.choices ?? []);
    const ends = choices.filter((choice) => choice.finish_reason != null).map(({ index }) => index);
    expect(ends.sort()).toEqual([0, 1]);
    expect(gateway.simulator.bill().total.requests).toBe(before + 1);
  },
);

describe.each(MATRIX_PLATFORMS)('a client of Responses on $name', (platform) => {
  it('facts 9, 10, 11: events are named and numbered, every item is done, the end has id and usage', async () => {
    const text = await ask(responses, platform, calls);
    const events = eventsOf(text) as readonly Seen[];
    expect([...text.matchAll(/^event: (\S+)$/gm)].map(([, name]) => name)).toEqual(
      events.map(({ type }) => type),
    );
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    const done = events.flatMap(({ type, item }) => (type === 'response.output_item.done' ? [item] : []));
    const called = done.filter((item) => item?.type === 'function_call');
    expect(called.map((item) => item?.name)).toEqual(['weather', 'clock', 'place']);
    expect(events.at(-1)).toMatchObject({
      type: 'response.completed',
      response: {
        id: expect.stringMatching(/^resp_/),
        usage: {
          input_tokens: expect.any(Number),
          output_tokens: expect.any(Number),
          total_tokens: expect.any(Number),
        },
      },
    });
  });

  it('fact 12: an answer that was cut short is incomplete', async () => {
    const events = eventsOf(
      await ask(responses, platform, { turns: [asked('repeat:400')], maxOutputTokens: 20 }),
    );
    expect(events.at(-1)).toMatchObject({
      type: 'response.incomplete',
      response: { incomplete_details: { reason: 'max_output_tokens' } },
    });
  });
});

describe.each(MATRIX_PLATFORMS)('a client of Messages on $name', (platform) => {
  it('facts 20, 21, 22: events have names, blocks never overlap, a call without arguments is valid', async () => {
    const text = await ask(messages, platform, calls);
    expect(text).not.toContain('[DONE]');
    const { message, ending } = checkMessagesStream(text);
    expect(ending).toBe('whole');
    expect(message).toMatchObject({ stop_reason: 'tool_use' });
    const starts = [...text.matchAll(/"type":"tool_use"[^\n]*?"input":(\{[^}]*\})/g)];
    expect(starts.map(([, input]) => input)).toEqual(['{}', '{}', '{}']);
  });

  it('facts 24, 25: input excludes the cache, and the last usage is the whole', async () => {
    const said = { turns: [told(LONG), asked('Once more')] };
    await ask(messages, platform, said);
    const before = gateway.simulator.bill().total.tokens;
    const { message } = checkMessagesStream(await ask(messages, platform, said));
    const after = gateway.simulator.bill().total.tokens;
    expect(message.usage).toMatchObject({
      input_tokens: after.input - before.input,
      cache_read_input_tokens: after.cache_read - before.cache_read,
      output_tokens: after.output - before.output,
    });
  });
});

describe.each(MATRIX_PLATFORMS)('a client of Gemini on $name', (platform) => {
  it('fact 35: events are data alone and end with a blank line, and without alt=sse an array', async () => {
    const text = await ask(gemini, platform, hello);
    expect(text).toMatch(/\r?\n\r?\n$/);
    expect(text).not.toMatch(/^event:|\[DONE\]/m);
    const array = CLIENTS.find(({ framing }) => framing === 'json-array') ?? gemini;
    expect(JSON.parse(await ask(array, platform, hello))).toBeInstanceOf(Array);
  });

  it('fact 36: output is candidates and thoughts, and the prompt includes the cache', async () => {
    const said = { turns: [told(LONG), asked('And again')], reasoning: THINKING, maxOutputTokens: 8_000 };
    await ask(gemini, platform, said, false);
    const before = gateway.simulator.bill().total.tokens;
    const { usageMetadata } = JSON.parse(await ask(gemini, platform, said, false));
    const after = gateway.simulator.bill().total.tokens;
    expect(usageMetadata).toMatchObject({
      promptTokenCount: after.input - before.input + (after.cache_read - before.cache_read),
      candidatesTokenCount: after.output - before.output,
      thoughtsTokenCount: after.reasoning - before.reasoning,
    });
  });
});

const THINKING = { mode: 'on', effort: 'low', budgetTokens: null, isShown: true } as const;
