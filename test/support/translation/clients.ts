import type { CanonicalRequest, CanonicalResponse } from '../../../src/canonical/index.ts';
import { messagesCodec } from '../../../src/dialects/anthropic-messages/codec.ts';
import type { Codec } from '../../../src/dialects/codec.ts';
import type { JsonObject, StreamFraming } from '../../../src/dialects/dialect.ts';
import { createGeminiCodec } from '../../../src/dialects/gemini/codec.ts';
import { chatCodec } from '../../../src/dialects/openai-chat/codec.ts';
import { responsesCodec } from '../../../src/dialects/openai-responses/codec.ts';
import { checkChatStream } from '../../../src/dialects/testing/chat-grammar.ts';
import { checkGeminiStream } from '../../../src/dialects/testing/gemini-grammar.ts';
import { checkMessagesStream } from '../../../src/dialects/testing/messages-grammar.ts';
import { checkResponsesStream } from '../../../src/dialects/testing/responses-grammar.ts';
import { collectStream } from '../../../src/dialects/translation/collect-response.ts';

/** A way to ask for an answer and to read it, as the clients of one dialect do. */
export interface Client {
  readonly name: string;
  readonly codec: Codec;
  readonly framing: StreamFraming;
  /** A name of the dialect's own newest model, whose requests may say everything that the dialect can. */
  readonly ownModel: string;
  readonly headers: Readonly<Record<string, string>>;
  path(model: string, isStreaming: boolean): string;
  /** Members of the body beside those of the dialect's codec. */
  naming(model: string): JsonObject;
  /** @throws {Error} at the first thing in a stream that no client of the dialect would take. */
  checkStream(bytes: Buffer): 'whole' | 'failed';
}

const NONE = {};

/** The four dialects, and Gemini's with both of its framings. */
export const CLIENTS: readonly Client[] = [
  {
    name: 'chat',
    codec: chatCodec,
    framing: 'sse',
    ownModel: 'gpt-5',
    headers: NONE,
    path: () => '/v1/chat/completions',
    naming: (model) => ({ model }),
    checkStream: (bytes) => checkChatStream(bytes, { wantsUsage: true }),
  },
  {
    name: 'responses',
    codec: responsesCodec,
    framing: 'sse',
    ownModel: 'gpt-5',
    headers: NONE,
    path: () => '/v1/responses',
    naming: (model) => ({ model }),
    checkStream: (bytes) => (checkResponsesStream(bytes).ending === 'failed' ? 'failed' : 'whole'),
  },
  {
    name: 'messages',
    codec: messagesCodec,
    framing: 'sse',
    ownModel: 'claude-opus-4-1-20250805',
    headers: { 'anthropic-version': '2023-06-01' },
    path: () => '/v1/messages',
    naming: (model) => ({ model }),
    checkStream: (bytes) => checkMessagesStream(bytes).ending,
  },
  gemini('sse'),
  gemini('json-array'),
];

/** The clients that read a stream as events: one for each dialect. */
export const EVENT_CLIENTS: readonly Client[] = CLIENTS.filter(({ framing }) => framing === 'sse');

/** A body that asks for this in the client's dialect, for a model of any vendor. */
export function bodyOf(client: Client, request: CanonicalRequest, model: string): JsonObject {
  const target = { model: client.ownModel, maxOutputTokens: null };
  return { ...client.codec.buildRequest(request, target).body, ...client.naming(model) };
}

/** A whole answer as the client understands it. */
export function readWhole(client: Client, text: string, request: CanonicalRequest): CanonicalResponse {
  return client.codec.parseResponse(JSON.parse(text), request);
}

/** A stream as the client understands it, once it was found to be one that its dialect allows. */
export function readStreamed(client: Client, bytes: Buffer, request: CanonicalRequest): CanonicalResponse {
  client.checkStream(bytes);
  return collectStream(bytes, client.framing, client.codec.createStreamIn(request));
}

function gemini(framing: StreamFraming): Client {
  const query = framing === 'sse' ? '?alt=sse' : '';
  return {
    name: framing === 'sse' ? 'gemini' : 'gemini array',
    codec: createGeminiCodec(framing),
    framing,
    ownModel: 'gemini-3-flash',
    headers: NONE,
    path: (model, isStreaming) =>
      `/v1beta/models/${model}:${isStreaming ? `streamGenerateContent${query}` : 'generateContent'}`,
    naming: () => NONE,
    checkStream: (bytes) => checkGeminiStream(bytes, framing),
  };
}
