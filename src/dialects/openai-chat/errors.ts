import type { CanonicalError } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { buildOpenaiError, parseOpenaiError } from '../openai-errors.ts';
import { readWord } from '../usage-counts.ts';

/** The status that an error inside a stream would have come with, where its type alone says it. */
const STATUS_BY_TYPE: ReadonlyMap<string, number> = new Map([
  ['invalid_request_error', 400],
  ['authentication_error', 401],
  ['rate_limit_error', 429],
  ['overloaded_error', 529],
]);

/**
 * Reads an error of an upstream. Google's compatible server puts a list around it; servers made with
 * FastAPI say `detail` where others say `message`.
 */
export function parseChatError(status: number, body: unknown, retryAfterS: number | null): CanonicalError {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  const detail = isJsonObject(first) ? readWord(first, 'detail') : null;
  return parseOpenaiError(status, detail === null ? first : { message: detail }, retryAfterS);
}

/** The error a chunk of a stream carries; null when there is none. Its status is what it would have been. */
export function readInBandError({ error }: JsonObject): CanonicalError | null {
  if (!isJsonObject(error) && (typeof error !== 'string' || error === '')) {
    return null;
  }
  const status = isJsonObject(error) ? statusOf(error) : undefined;
  const read = parseOpenaiError(status ?? 500, { error }, null);
  return status === undefined ? { ...read, status: buildOpenaiError(read).status } : read;
}

/** OpenRouter's code is the status (openrouter.ai/docs/api-reference/errors), and vLLM's. */
function statusOf(error: JsonObject): number | undefined {
  const [known] = [error.code, error.status].map(Number).filter((code) => code >= 400 && code < 600);
  return known ?? STATUS_BY_TYPE.get(readWord(error, 'type') ?? '');
}

/** The in-band error of a client's stream. No `[DONE]` follows: a broken stream must not look finished. */
export function writeInBandError(error: CanonicalError): string {
  return `data: ${JSON.stringify(buildOpenaiError(error).body)}\n\n`;
}
