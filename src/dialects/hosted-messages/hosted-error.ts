import type { CanonicalError } from '../../canonical/index.ts';
import { messagesCodec } from '../anthropic-messages/codec.ts';
import { isJsonObject } from '../field-checks.ts';
import { readDetails, readWord } from '../usage-counts.ts';

/**
 * Reads an error that came from the model, in the words of Messages, or from the cloud before it: AWS says
 * `{"message"}`, Google `{"error": {"message", "status"}}`, often in an array.
 */
export function parseHostedError(status: number, body: unknown, retryAfterS: number | null): CanonicalError {
  const holder: unknown = Array.isArray(body) ? body[0] : body;
  if (isMessagesError(holder) || !isJsonObject(holder)) {
    return messagesCodec.parseError(status, holder, retryAfterS);
  }
  const message = readWord(readDetails(holder, 'error'), 'message') ?? readWord(holder, 'message');
  const error = message === null ? holder : { error: { message } };
  return messagesCodec.parseError(status, error, retryAfterS);
}

/** Whether a body is an error as Messages writes it, which its clients read word by word. */
export function isMessagesError(body: unknown): boolean {
  return isJsonObject(body) && body.type === 'error';
}
