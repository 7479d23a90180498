import type { Signature } from '../../canonical/index.ts';
import { fromClient, toClient } from '../translation/signature-envelope.ts';

/**
 * What a `thoughtSignature` hung on: a call, a text, a thought (`r`) or an image. It must return on that
 * very part (ai.google.dev/gemini-api/docs/thought-signatures), so it stands before the value: a client of
 * another dialect may hand a signature back in an empty thought before the part.
 */
export type SignedKind = 'c' | 't' | 'r' | 'i';

/** A signature with what it hung on, as an upstream gets it back. */
export interface SentSignature {
  readonly kind: SignedKind;
  readonly text: string;
}

/** The text that Google documents for calls which another model made, in place of a signature. */
export const FOREIGN_CALL_SIGNATURE = 'skip_thought_signature_validator';

/** The first letters of every envelope of ours in base64. */
const ENVELOPE = 'dHAxL';
/** Marks an envelope around thinking that is itself encrypted. */
const REDACTED = '#redacted';

/** A signature as an upstream of `dialect` gave it. */
export function receivedSignature(dialect: string, kind: SignedKind, text: string): Signature {
  return { dialect, value: `${kind}:${text}` };
}

/** A signature for an upstream of `dialect`; null when there is none, or another dialect made it. */
export function sentSignature(signature: Signature | null, dialect: string): SentSignature | null {
  const match = signature?.dialect === dialect ? /^([ctri]):(.+)$/s.exec(signature.value) : null;
  return match === null ? null : { kind: match[1] as SignedKind, text: match[2] ?? '' };
}

/**
 * A signature for a client of `dialect`. The field is `bytes`, and clients decode it, so another dialect's
 * is put into base64.
 */
export function signatureForClient(signature: Signature, dialect: string, isRedacted = false): string {
  const own = sentSignature(signature, dialect);
  if (own !== null) {
    return own.text;
  }
  return Buffer.from(`${toClient(signature, dialect)}${isRedacted ? REDACTED : ''}`).toString('base64');
}

/** A signature that a client of `dialect` gave back on a part of this kind, and whether it is the thinking. */
export function signatureOfClient(
  text: string,
  dialect: string,
  kind: SignedKind,
): { readonly signature: Signature; readonly isRedacted: boolean } {
  if (!isForeignSignature(text)) {
    return { signature: receivedSignature(dialect, kind, text), isRedacted: false };
  }
  const envelope = Buffer.from(text, 'base64').toString('utf8');
  const isRedacted = envelope.endsWith(REDACTED);
  return {
    signature: fromClient(isRedacted ? envelope.slice(0, -REDACTED.length) : envelope, dialect),
    isRedacted,
  };
}

/** Whether a signature in a client's body is an envelope of ours around another dialect's. */
export function isForeignSignature(text: string): boolean {
  return (
    text.startsWith(ENVELOPE) && Buffer.from(text.slice(0, 8), 'base64').toString('latin1').startsWith('tp1.')
  );
}
