/** What a road test needs to know of one way to ask for a stream: how to ask, and how to read what came. */
export interface RoadDialect {
  readonly name: string;
  /** The name of the operation in a request row, of a stream and of a whole answer. */
  readonly operations: { readonly stream: string; readonly whole: string };
  readonly model: string;
  readonly streamPath: string;
  readonly wholePath: string;
  streamBody(prompt: string): Record<string, unknown>;
  wholeBody(prompt: string): Record<string, unknown>;
  /** Finds every piece of text in a stream, its first group being JSON text without quotes. */
  readonly piece: RegExp;
  /** Stands in a stream that says that it ended well. */
  readonly cleanEnd: RegExp;
  /** Stands in a stream that says that it failed. */
  readonly inBandError: RegExp;
  /** Configured USD per million tokens, equal to nano-dollars times a thousand for each token. */
  readonly price: { readonly input: number; readonly output: number };
}

const JSON_TEXT = '"((?:[^"\\\\]|\\\\.)*)"';

function chatBody(prompt: string): Record<string, unknown> {
  return { model: 'gpt-test', messages: [{ role: 'user', content: prompt }] };
}

function responsesBody(prompt: string): Record<string, unknown> {
  return { model: 'gpt-test', input: prompt };
}

function messagesBody(prompt: string): Record<string, unknown> {
  return { model: 'claude-test', max_tokens: 4_096, messages: [{ role: 'user', content: prompt }] };
}

function geminiBody(prompt: string): Record<string, unknown> {
  return { contents: [{ role: 'user', parts: [{ text: prompt }] }] };
}

const GEMINI = {
  operations: { stream: 'gemini.stream_generate', whole: 'gemini.generate' },
  model: 'gemini-test',
  wholePath: '/v1beta/models/gemini-test:generateContent',
  streamBody: geminiBody,
  wholeBody: geminiBody,
  piece: new RegExp(`"text":\\s*${JSON_TEXT}`, 'g'),
  cleanEnd: /"finishReason":"/,
  inBandError: /\{"error":\{/,
  price: { input: 0.5, output: 2 },
};

/** Every dialect, and both framings of Gemini. */
export const ROAD_DIALECTS: readonly RoadDialect[] = [
  {
    name: 'chat',
    operations: { stream: 'chat.completions', whole: 'chat.completions' },
    model: 'gpt-test',
    streamPath: '/v1/chat/completions',
    wholePath: '/v1/chat/completions',
    streamBody: (prompt) => ({ ...chatBody(prompt), stream: true }),
    wholeBody: chatBody,
    piece: new RegExp(`"content":${JSON_TEXT}`, 'g'),
    cleanEnd: /data: \[DONE\]/,
    inBandError: /data: \{"error":\{/,
    price: { input: 1, output: 4 },
  },
  {
    name: 'responses',
    operations: { stream: 'responses', whole: 'responses' },
    model: 'gpt-test',
    streamPath: '/v1/responses',
    wholePath: '/v1/responses',
    streamBody: (prompt) => ({ ...responsesBody(prompt), stream: true }),
    wholeBody: responsesBody,
    piece: new RegExp(`"type":"response\\.output_text\\.delta"[^\\n]*?"delta":${JSON_TEXT}`, 'g'),
    cleanEnd: /event: response\.completed/,
    inBandError: /event: (?:response\.failed|error)/,
    price: { input: 1, output: 4 },
  },
  {
    name: 'messages',
    operations: { stream: 'messages', whole: 'messages' },
    model: 'claude-test',
    streamPath: '/v1/messages',
    wholePath: '/v1/messages',
    streamBody: (prompt) => ({ ...messagesBody(prompt), stream: true }),
    wholeBody: messagesBody,
    piece: new RegExp(`"type":"text_delta","text":${JSON_TEXT}`, 'g'),
    cleanEnd: /event: message_stop/,
    inBandError: /event: error/,
    price: { input: 3, output: 15 },
  },
  { ...GEMINI, name: 'gemini sse', streamPath: '/v1beta/models/gemini-test:streamGenerateContent?alt=sse' },
  { ...GEMINI, name: 'gemini json-array', streamPath: '/v1beta/models/gemini-test:streamGenerateContent' },
];

/** The pieces of text that stand whole in what was received of a stream. */
export function piecesIn(dialect: RoadDialect, received: string): string[] {
  return [...received.matchAll(dialect.piece)]
    .map((match): string => JSON.parse(`"${match[1] ?? ''}"`))
    .filter((text) => text !== '');
}

/** Tokens of the text received, by the simulator's rule: four bytes of UTF-8 make one, a started one counts. */
export function tokensIn(dialect: RoadDialect, received: string): number {
  return Math.ceil(Buffer.byteLength(piecesIn(dialect, received).join('')) / 4);
}
