import type { Refusal, WholeReply } from '../platform.ts';

/** An error body of OpenAI, which always has all four keys. Source: the OpenAPI document's `Error` schema. */
export function openAiError({ status, message, param, code }: Refusal): WholeReply {
  const error = { message, type: typeOf(status), param, code: code ?? codeOf(status) };
  return { type: 'whole', status, body: JSON.stringify({ error }) };
}

function typeOf(status: number): string {
  if (status === 429) return 'requests';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

function codeOf(status: number): string | null {
  if (status === 401) return 'invalid_api_key';
  if (status === 429) return 'rate_limit_exceeded';
  return status === 503 ? 'server_is_overloaded' : null;
}
