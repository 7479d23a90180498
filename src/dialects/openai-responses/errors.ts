import type { CanonicalError } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { openaiCode, openaiMessage, parseOpenaiError } from '../openai-errors.ts';

/** The status that an error inside a stream would have come with. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  rate_limit_exceeded: 429,
  usage_limit_reached: 429,
  insufficient_quota: 429,
  server_error: 500,
  vector_store_timeout: 504,
  server_is_overloaded: 503,
  slow_down: 503,
};

/** What clients do about an invalid prompt is right for every request that will fail again. */
const INVALID_PROMPT = 'invalid_prompt';

/**
 * The `error` of a response that failed (openai-node, `ResponseError`). Codex acts upon its code: it makes
 * room in a full context, tells a used-up quota, waits as long as the sentence says, and tries again what
 * is the server's fault; an overload too, since `server_is_overloaded` would end its turn.
 */
export function failedError(error: CanonicalError): JsonObject {
  return { code: failedCode(error), message: openaiMessage(error) };
}

function failedCode(error: CanonicalError): string {
  switch (error.kind) {
    case 'overloaded':
    case 'timeout':
      return 'server_error';
    case 'content-filter':
      return INVALID_PROMPT;
    default:
      return openaiCode(error) ?? INVALID_PROMPT;
  }
}

/** Reads an error inside a stream: that of a failed response, or a flat `error` event. */
export function parseFailedError(error: JsonObject): CanonicalError {
  const code = typeof error.code === 'string' ? error.code : '';
  return parseOpenaiError(STATUS_BY_CODE[code] ?? (code === '' ? 500 : 400), { error }, null);
}
