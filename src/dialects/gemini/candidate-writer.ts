import type { CanonicalEvent, OpenedPart, Signature } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { type Cited, clientPart, textPart, thoughtPart } from './client-parts.ts';
import { groundingWords } from './grounding.ts';
import { logprobsWords } from './logprobs.ts';

/** An event inside one choice, before its finish. */
export type PartEvent = Extract<
  CanonicalEvent,
  { readonly type: 'part-start' | 'part-delta' | 'part-end' | 'logprobs' }
>;

/** Says the parts of one candidate of a stream. */
export interface CandidateWriter {
  /** The members of the candidate in the next response; null where an event says nothing yet. */
  write(event: PartEvent): JsonObject | null;
  /** What its text rests on, for its last response. */
  grounding(): JsonObject;
}

/** The part that is being said. */
interface Open {
  readonly content: OpenedPart;
  readonly part: number;
  /** The text so far of a text; the input so far of a call. */
  text: string;
  signature: Signature | null;
  readonly cited: Cited['citation'][];
}

/**
 * Text and thoughts go at once. A call goes whole, and a signature with the end of its part: on the call, or
 * on an empty text as Google sends it.
 */
export function createCandidateWriter(dialect: string): CandidateWriter {
  const cited: Cited[] = [];
  let open: Open | null = null;

  function add(at: Open, { delta }: Extract<PartEvent, { readonly type: 'part-delta' }>): JsonObject | null {
    if (delta.type === 'signature') {
      at.signature = delta.signature;
      return null;
    }
    if (delta.type === 'citation') {
      at.cited.push(delta.citation);
      return null;
    }
    const isThought = at.content.type === 'reasoning';
    // A thought is not cited, so its text need not be kept.
    at.text += isThought ? '' : delta.text;
    if (at.content.type === 'tool-call') {
      return null;
    }
    return isThought ? thoughtPart(delta.text, null, false, dialect) : textPart(delta.text, null, dialect);
  }

  function close({ content, part, text, signature, cited: citations }: Open): JsonObject | null {
    switch (content.type) {
      case 'text':
        cited.push(...citations.map((citation) => ({ citation, part, text })));
        return textPart('', signature, dialect);
      case 'reasoning':
        return thoughtPart('', signature, content.isRedacted, dialect);
      case 'tool-call':
        return clientPart({ ...content, at: '', input: text, signature }, dialect);
      case 'refusal':
        return null;
      case 'image':
        return clientPart(content.image, dialect);
    }
  }

  function write(event: Exclude<PartEvent, { readonly type: 'logprobs' }>): JsonObject | null {
    if (event.type === 'part-start') {
      open = { content: event.content, part: event.part, text: '', signature: null, cited: [] };
      return null;
    }
    const at = open;
    if (at === null) {
      return null;
    }
    if (event.type === 'part-delta') {
      return add(at, event);
    }
    open = null;
    return close(at);
  }

  return {
    write(event) {
      if (event.type === 'logprobs') {
        return logprobsWords(event.tokens);
      }
      const part = write(event);
      return part === null ? null : { content: { parts: [part], role: 'model' } };
    },
    grounding: () => groundingWords(cited),
  };
}
