import type { Signature } from '../../canonical/index.ts';
import { fromClient, toClient } from '../translation/signature-envelope.ts';
import { DIALECT } from './tool-names.ts';

/** A state as `encrypted_content` carries it, and whether it is the thinking itself. */
export interface ReasoningState {
  readonly signature: Signature;
  readonly isRedacted: boolean;
}

/** Marks a foreign state that is the thinking itself: the item has no other place that clients give back. */
const REDACTED = 'redacted.';

/** The `encrypted_content` of a client's reasoning item. */
export function writeState({ signature, isRedacted }: ReasoningState): string {
  const mark = isRedacted && signature.dialect !== DIALECT ? REDACTED : '';
  return `${mark}${toClient(signature, DIALECT)}`;
}

/** The state in an `encrypted_content` that a client gave back. */
export function readState(encrypted: string): ReasoningState {
  const isRedacted = encrypted.startsWith(REDACTED);
  const text = isRedacted ? encrypted.slice(REDACTED.length) : encrypted;
  return { signature: fromClient(text, DIALECT), isRedacted };
}
