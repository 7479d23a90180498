import { parseLoosely } from '../answer-json.ts';
import type { Codec } from '../codec.ts';
import type { ClientError } from '../passage.ts';

/** What a passage says of an upstream's error: its status, its body, and when trying again makes sense. */
export type ErrorReader = (status: number, body: Buffer, retryAfterS: number | null) => ClientError;

/** Reads errors as the upstream's dialect has them and writes them as the client's, its meaning kept. */
export function errorReader(
  parseError: Codec['parseError'],
  buildError: Codec['buildError'],
  answerId: string,
): ErrorReader {
  return (status, body, retryAfterS) => {
    const error = parseError(status, parseLoosely(body), retryAfterS);
    const built = buildError(error, `req_${answerId}`);
    return { status: built.status, body: Buffer.from(JSON.stringify(built.body)) };
  };
}
