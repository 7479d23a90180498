import type { AssistantPart, Citation, Signature } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { signatureForClient } from './signatures.ts';
import { writeMedia } from './write-media.ts';
import { writeCall } from './write-model-parts.ts';

/** One part of an answer, as a client of `dialect` gets it; null for what says nothing to it. */
export function clientPart(part: AssistantPart, dialect: string): JsonObject | null {
  switch (part.type) {
    case 'text':
      return textPart(part.text, part.signature, dialect);
    case 'refusal':
      return textPart(part.text, null, dialect);
    case 'reasoning':
      return thoughtPart(part.text, part.signature, part.isRedacted, dialect);
    case 'tool-call':
      return { ...writeCall(part), ...signedWith(part.signature, dialect) };
    case 'image':
      return { ...writeMedia(part.source, part.at, dialect), ...signedWith(part.signature, dialect) };
    case 'audio':
      return part.source.type === 'file'
        ? textPart(part.transcript ?? '', null, dialect)
        : writeMedia(part.source, part.at, dialect);
    case 'vendor':
      return null;
  }
}

/** A text; null when it is empty and nothing hangs on it. */
export function textPart(text: string, signature: Signature | null, dialect: string): JsonObject | null {
  return text === '' && signature === null ? null : { text, ...signedWith(signature, dialect) };
}

/** A thought; null when it is empty and nothing hangs on it. */
export function thoughtPart(
  text: string,
  signature: Signature | null,
  isRedacted: boolean,
  dialect: string,
): JsonObject | null {
  return text === '' && signature === null
    ? null
    : { text, thought: true, ...signedWith(signature, dialect, isRedacted) };
}

/** A citation, and the text it stands in. */
export interface Cited {
  readonly citation: Citation;
  /** The number of the part in its candidate. */
  readonly part: number;
  readonly text: string;
}

function signedWith(signature: Signature | null, dialect: string, isRedacted = false): JsonObject {
  return signature === null ? {} : { thoughtSignature: signatureForClient(signature, dialect, isRedacted) };
}
