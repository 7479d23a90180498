import type { Refusal, WholeReply } from '../platform.ts';

const STATUS_NAMES: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** An error body of Gemini. Source: google.rpc.Status in its JSON form. */
export function geminiError({ status, message }: Refusal): WholeReply {
  const name = STATUS_NAMES[status] ?? (status < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL');
  const body = JSON.stringify({ error: { code: status, message, status: name, details: detailsOf(status) } });
  return { type: 'whole', status, body };
}

function detailsOf(status: number): object[] {
  if (status !== 429) return [];
  return [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' }];
}
