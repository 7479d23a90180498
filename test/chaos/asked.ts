import type { SeededRandom } from './seeded-random.ts';

/** A request of the load: what is sent, and how its whole answer is recognised. */
export interface Asked {
  readonly model: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The frame that ends a stream; null where the answer is one JSON object. */
  readonly lastFrame: RegExp | null;
}

type Maker = (key: string, prompt: string, isStreaming: boolean) => Asked;

const chat: Maker = (key, prompt, isStreaming) => ({
  model: 'gpt-test',
  path: '/v1/chat/completions',
  headers: { authorization: `Bearer ${key}` },
  body: {
    model: 'gpt-test',
    messages: [{ role: 'user', content: prompt }],
    ...(isStreaming ? { stream: true, stream_options: { include_usage: true } } : {}),
  },
  lastFrame: isStreaming ? /^data: \[DONE\]\n\n$/m : null,
});

const responses: Maker = (key, prompt, isStreaming) => ({
  model: 'gpt-test',
  path: '/v1/responses',
  headers: { authorization: `Bearer ${key}` },
  body: { model: 'gpt-test', input: prompt, stream: isStreaming },
  lastFrame: isStreaming ? /^event: response\.completed\ndata: .*\n\n/m : null,
});

const messages: Maker = (key, prompt, isStreaming) => ({
  model: 'claude-test',
  path: '/v1/messages',
  headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
  body: {
    model: 'claude-test',
    max_tokens: 4_000,
    messages: [{ role: 'user', content: prompt }],
    stream: isStreaming,
  },
  lastFrame: isStreaming ? /^event: message_stop\ndata: .*\n\n/m : null,
});

const gemini: Maker = (key, prompt, isStreaming) => ({
  model: 'gemini-test',
  path: `/v1beta/models/gemini-test:${isStreaming ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
  headers: { 'x-goog-api-key': key },
  body: { contents: [{ role: 'user', parts: [{ text: prompt }] }] },
  lastFrame: isStreaming ? /"finishReason".*\n\r?\n/ : null,
});

/** Draws a request: any dialect, streaming or not, long or short. */
export function drawAsked(random: SeededRandom, keys: readonly [string, ...string[]]): Asked {
  const make = random.oneOf([chat, responses, messages, gemini]);
  const chunks = random.between(1, 20);
  const prompt = `repeat:${random.between(chunks, 120)} chunks:${chunks} number ${random.between(0, 1e9)}`;
  return make(random.oneOf(keys), prompt, random.between(0, 1) === 1);
}
