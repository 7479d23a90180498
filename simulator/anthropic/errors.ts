import type { Refusal, WholeReply } from '../platform.ts';

const TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** An error body of Anthropic with its request id. Source: docs.anthropic.com, "Errors". */
export function anthropicError({ status, message }: Refusal, requestId: string): WholeReply {
  const type = TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
  const body = JSON.stringify({ type: 'error', error: { type, message }, request_id: requestId });
  return { type: 'whole', status, headers: { 'request-id': requestId }, body };
}
