import type { ReasoningPart, Signature } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { fromClient, isEnvelope, toClient } from '../translation/signature-envelope.ts';
import { readWord } from '../usage-counts.ts';
import { addDetail } from './merge-details.ts';
import { signatureOf } from './reasoning-state.ts';

/**
 * The signatures of an answer in `reasoning_details`, OpenRouter's shape, which clients that know it give
 * back as it was (openrouter.ai/docs/use-cases/reasoning-tokens): thinking with its words in
 * `reasoning.text`, because a signature proves just those words and an answer may think more than once;
 * thinking that is encrypted in `reasoning.encrypted`, and there too what hangs on a call, with the call's
 * id. What hangs on text stands in a `reasoning.text` of its own, without words. In a stream the pieces of
 * one detail have one index.
 */
const DIALECT = 'openai-chat';
/** An envelope, and how long the words are that it signs. */
const LENGTH = /^(.*)#(\d+)$/s;

/** A piece of thinking in words: what stands in `reasoning_content` too, and belongs to the next signature. */
export function detailOfThought(text: string, index: number): JsonObject {
  return { type: 'reasoning.text', text, index };
}

/**
 * The detail of what hangs on thinking or on text; of one index with the thinking's words, of which there are
 * `length` units of UTF-16.
 */
export function detailOfState(
  signature: Signature,
  isRedacted: boolean,
  index: number,
  length: number,
): JsonObject {
  const state = toClient(signature, DIALECT);
  return isRedacted
    ? { type: 'reasoning.encrypted', data: state, index }
    : { type: 'reasoning.text', signature: isEnvelope(state) ? `${state}#${length}` : state, index };
}

/** The detail of what hangs on a call. */
export function detailOfCall(id: string, signature: Signature, index: number): JsonObject {
  return { type: 'reasoning.encrypted', data: toClient(signature, DIALECT), id, index };
}

/** What a client gave back: thinking, and what hangs on calls by their ids. */
export interface ReadDetails {
  readonly parts: readonly ReasoningPart[];
  readonly callSignatures: ReadonlyMap<string, Signature>;
}

/** Reads the details of one message; entries of unknown types are nothing that another upstream could use. */
export function readDetails(value: unknown, at: string, callIds: ReadonlySet<string>): ReadDetails {
  const parts: ReasoningPart[] = [];
  const callSignatures = new Map<string, Signature>();
  for (const detail of wholeDetails(value)) {
    const id = readWord(detail, 'id');
    const signature = signatureIn(detail);
    if (id !== null && signature !== null && callIds.has(id)) {
      callSignatures.set(id, signature);
    } else {
      const part = readThinking(detail, signature, at);
      parts.push(...(part === null ? [] : [part]));
    }
  }
  return { parts, callSignatures };
}

/** Some clients keep the pieces of a stream as they came. */
function wholeDetails(value: unknown): readonly JsonObject[] {
  const details: JsonObject[] = [];
  for (const detail of Array.isArray(value) ? value.filter(isJsonObject) : []) {
    if (typeof detail.index === 'number') {
      addDetail(details, detail);
    } else {
      details.push(detail);
    }
  }
  return details;
}

function readThinking(detail: JsonObject, signature: Signature | null, at: string): ReasoningPart | null {
  const isRedacted = detail.type === 'reasoning.encrypted';
  const text = readWord(detail, 'text') ?? readWord(detail, 'summary') ?? '';
  return text === '' && signature === null ? null : { type: 'reasoning', at, text, signature, isRedacted };
}

/**
 * Details that came from an upstream past us stay whole: their upstream wants them back as they were. A
 * signature whose words are not all there proves nothing: other clients, the stream helper of openai-node
 * among them, keep the last piece of a stream alone.
 */
function signatureIn(detail: JsonObject): Signature | null {
  const text = readWord(detail, 'signature') ?? readWord(detail, 'data');
  if (text === null || !isEnvelope(text)) {
    return text === null ? null : signatureOf({ type: 'details', details: [detail] });
  }
  const [envelope = '', length] = LENGTH.exec(text)?.slice(1) ?? [text];
  const isWhole = length === undefined || Number(length) === (readWord(detail, 'text') ?? '').length;
  return isWhole ? fromClient(envelope, DIALECT) : null;
}
