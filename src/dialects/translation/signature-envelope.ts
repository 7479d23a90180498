import type { Signature } from '../../canonical/index.ts';

/** Marks a state that another dialect made; no vendor's own signatures begin so. */
const MARK = 'tp1.';

/**
 * A state of one dialect as it is handed to a client of another: the client gives it back in its own
 * dialect's place for such things, and `fromClient` finds out whose it is. The value itself is unaltered.
 */
export function toClient(signature: Signature, clientDialect: string): string {
  return signature.dialect === clientDialect
    ? signature.value
    : `${MARK}${signature.dialect}.${signature.value}`;
}

/** Whether a state that a client gave back is one that another dialect made. */
export function isEnvelope(text: string): boolean {
  return text.startsWith(MARK);
}

/** The state a client gave back: its own dialect's, or the one that was put into an envelope for it. */
export function fromClient(text: string, clientDialect: string): Signature {
  const end = isEnvelope(text) ? text.indexOf('.', MARK.length) : -1;
  return end === -1
    ? { dialect: clientDialect, value: text }
    : { dialect: text.slice(MARK.length, end), value: text.slice(end + 1) };
}
