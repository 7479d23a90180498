import type { CanonicalRequest, ReasoningPart, TextPart, ToolCallPart, Turn } from '../../canonical/index.ts';
import { messagesCodec } from '../anthropic-messages/codec.ts';
import type { BuiltRequest } from '../codec.ts';

/** The last model that takes everything a request can hold but `temperature` beside `top_p`. */
export const OPUS_4_1 = 'claude-opus-4-1-20250805';

/** A request that says nothing beside "Hi". */
export const MESSAGES_REQUEST: CanonicalRequest = messagesCodec.parseRequest(
  { model: 'm', messages: [{ role: 'user', content: 'Hi' }] },
  { model: null, query: new URLSearchParams() },
).request;

/** That request with changes, as it is written for a model whose limits are not known. */
export function build(changes: Partial<CanonicalRequest>, model = OPUS_4_1): BuiltRequest {
  return messagesCodec.buildRequest({ ...MESSAGES_REQUEST, ...changes }, { model, maxOutputTokens: null });
}

/** A text. */
export function text(words: string): TextPart {
  return { type: 'text', at: '', text: words, cacheMark: null, citations: [], signature: null };
}

/** A turn of the user. */
export function user(words: string): Turn {
  return { role: 'user', parts: [text(words)] };
}

/** A system turn. */
export function system(words: string): Turn {
  return { role: 'system', parts: [text(words)] };
}

/** A call of the tool `run`. */
export function call(id: string, input = '{}'): ToolCallPart {
  return { type: 'tool-call', at: '', id, name: 'run', kind: 'function', input, signature: null };
}

/** Thinking that a dialect signed. */
export function thought(dialect: string): ReasoningPart {
  const signature = { dialect, value: 'Sig==' };
  return { type: 'reasoning', at: '', text: 'Hm', signature, isRedacted: false };
}

/** A turn of the user with the result of a call. */
export function result(callId: string): Turn {
  const content = [text(`of ${callId}`)];
  return {
    role: 'user',
    parts: [{ type: 'tool-result', at: '', callId, name: null, content, isError: false, cacheMark: null }],
  };
}
