import type { Refusal } from '../../core/refusal.ts';
import type { KindWords, RefusalRenderer } from './rendered-refusal.ts';

/** Words OpenAI's clients know in `error.type`. */
const TYPES: KindWords = {
  authentication: 'authentication_error',
  billing: 'insufficient_quota',
  invalid_request: 'invalid_request_error',
  not_found: 'not_found_error',
  overloaded: 'server_error',
  permission: 'permission_error',
  rate_limit: 'rate_limit_error',
  too_large: 'invalid_request_error',
  upstream: 'server_error',
};

/** The body of OpenAI's dialects. Its clients read `error` alone; `type` keeps the 401 of every dialect one. */
export const openaiRefusal: RefusalRenderer = {
  status: (refusal) => refusal.status,
  body: (refusal) => ({ type: 'error', error: openaiError(refusal) }),
};

/** The `error` object: all four members are always there, as OpenAI's schema has them. */
export function openaiError(refusal: Refusal): object {
  return {
    message: refusal.message,
    type: TYPES[refusal.kind],
    param: refusal.param,
    code: refusal.code,
  };
}
