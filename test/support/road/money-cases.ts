import type { Tokens } from '../../../simulator/tokens.ts';

/** A request whose use of certain kinds of tokens is certain. */
export interface MoneyCase {
  readonly name: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** The kinds that the upstream must bill for it, or the case proves nothing. */
  readonly kinds: readonly (keyof Tokens)[];
  readonly isStream: boolean;
  /** Whether the upstream answers in the service tier `priority`. */
  readonly isPriority?: boolean;
}

interface Variant {
  readonly name: string;
  readonly body: Record<string, unknown>;
  readonly kinds: readonly (keyof Tokens)[];
  readonly isPriority?: boolean;
}

const BOTH: readonly (keyof Tokens)[] = ['input', 'output'];
const LONG = 'a prompt that is worth keeping '.repeat(300);
const VERY_LONG = 'a prompt above the bound of the tier '.repeat(500);

/** Variants of one dialect come twice, whole and as a stream, in an order in which caches fill. */
function casesOf(
  dialect: string,
  variants: readonly Variant[],
  request: (variant: Variant, isStream: boolean) => Pick<MoneyCase, 'path' | 'body'>,
): MoneyCase[] {
  return [false, true].flatMap((isStream) =>
    variants.map((variant) => ({
      ...variant,
      name: `${dialect}, ${variant.name}, ${isStream ? 'stream' : 'whole'}`,
      ...request(variant, isStream),
      isStream,
    })),
  );
}

function user(content: unknown): Record<string, unknown> {
  return { messages: [{ role: 'user', content }] };
}

const SOUND = { type: 'input_audio', input_audio: { data: 'c291bmQ='.repeat(20), format: 'wav' } };

const CHAT = casesOf(
  'chat',
  [
    { name: 'plain', body: user('plain'), kinds: BOTH },
    { name: 'three choices', body: { ...user('three'), n: 3 }, kinds: BOTH },
    { name: 'reasoning', body: { ...user('why'), reasoning_effort: 'low' }, kinds: [...BOTH, 'reasoning'] },
    { name: 'priority', body: { ...user('now'), service_tier: 'priority' }, kinds: BOTH, isPriority: true },
    { name: 'a long prompt', body: user(LONG), kinds: ['output'] },
    { name: 'the same again', body: user(LONG), kinds: ['cache_read', 'output'] },
    { name: 'above the tier', body: user(VERY_LONG), kinds: ['output'] },
    {
      name: 'sound both ways',
      body: {
        ...user([{ type: 'text', text: 'listen' }, SOUND]),
        modalities: ['text', 'audio'],
        audio: { voice: 'alloy', format: 'pcm16' },
      },
      kinds: ['input', 'audio_input', 'audio_output'],
    },
  ],
  ({ body }, isStream) => ({
    path: '/v1/chat/completions',
    body: {
      model: 'gpt-test',
      ...body,
      ...(isStream ? { stream: true, stream_options: { include_usage: true } } : {}),
    },
  }),
);

const RESPONSES = casesOf(
  'responses',
  [
    { name: 'plain', body: { input: 'plain' }, kinds: BOTH },
    {
      name: 'reasoning',
      body: { input: 'why', reasoning: { effort: 'high' } },
      kinds: [...BOTH, 'reasoning'],
    },
    { name: 'priority', body: { input: 'now', service_tier: 'priority' }, kinds: BOTH, isPriority: true },
    { name: 'a long prompt', body: { input: LONG }, kinds: ['output'] },
    { name: 'the same again', body: { input: LONG }, kinds: ['cache_read', 'output'] },
  ],
  ({ body }, isStream) => ({
    path: '/v1/responses',
    body: { model: 'gpt-test', ...body, ...(isStream ? { stream: true } : {}) },
  }),
);

function marked(text: string, ttl: '5m' | '1h'): Record<string, unknown> {
  return { type: 'text', text, cache_control: { type: 'ephemeral', ttl } };
}

const MESSAGES = [false, true].flatMap((isStream) =>
  casesOf(
    'messages',
    [
      { name: 'plain', body: user('plain'), kinds: BOTH },
      {
        name: 'thinking',
        body: { ...user('why'), thinking: { type: 'enabled', budget_tokens: 1_024 } },
        kinds: [...BOTH, 'reasoning'],
      },
      {
        name: 'a cache write of five minutes and one of an hour',
        body: { system: [marked(`${isStream}hour`, '1h'), marked('five', '5m')], ...user('write') },
        kinds: ['input', 'output', 'cache_write_5m', 'cache_write_1h'],
      },
      {
        name: 'a cache read',
        body: { system: [marked(`${isStream}hour`, '1h'), marked('five', '5m')], ...user('read') },
        kinds: ['input', 'output', 'cache_read'],
      },
      { name: 'above the tier', body: user(VERY_LONG), kinds: BOTH },
    ],
    ({ body }, streams) => ({
      path: '/v1/messages',
      body: { model: 'claude-test', max_tokens: 2_000, ...body, ...(streams ? { stream: true } : {}) },
    }),
  ).filter((one) => one.isStream === isStream),
);

function contents(text: string): Record<string, unknown> {
  return { contents: [{ role: 'user', parts: [{ text }] }] };
}

const GEMINI_VARIANTS: readonly Variant[] = [
  { name: 'plain', body: contents('plain'), kinds: BOTH },
  {
    name: 'two candidates',
    body: { ...contents('two'), generationConfig: { candidateCount: 2 } },
    kinds: BOTH,
  },
  {
    name: 'thinking',
    body: { ...contents('why'), generationConfig: { thinkingConfig: { thinkingBudget: 64 } } },
    kinds: [...BOTH, 'reasoning'],
  },
  {
    name: 'a sound',
    body: {
      contents: [
        {
          parts: [{ text: 'listen' }, { inlineData: { mimeType: 'audio/wav', data: 'c291bmQ='.repeat(20) } }],
        },
      ],
    },
    kinds: [...BOTH, 'audio_input'],
  },
  { name: 'a long prompt', body: contents(LONG), kinds: ['output'] },
  { name: 'the same again', body: contents(LONG), kinds: ['cache_read', 'output'] },
];

const GEMINI = ['?alt=sse', ''].flatMap((query) =>
  casesOf(`gemini${query}`, GEMINI_VARIANTS, ({ body }, isStream) => ({
    path: `/v1beta/models/gemini-test:${isStream ? `streamGenerateContent${query}` : 'generateContent'}`,
    body,
  })),
);

const EMBEDDINGS: MoneyCase = {
  name: 'embeddings',
  path: '/v1/embeddings',
  body: { model: 'embed-test', input: ['one text', 'and another'] },
  kinds: ['input'],
  isStream: false,
};

/** Every kind of token in every dialect that can report it. */
export const MONEY_CASES: readonly MoneyCase[] = [...CHAT, ...RESPONSES, ...MESSAGES, ...GEMINI, EMBEDDINGS];
