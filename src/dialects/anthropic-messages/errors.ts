import type { CanonicalError, UpstreamErrorKind } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readDetails, readWord } from '../usage-counts.ts';

/** Error types and their statuses (docs.anthropic.com/en/api/errors). */
const TYPES: Readonly<Record<string, { readonly kind: UpstreamErrorKind; readonly status: number }>> = {
  invalid_request_error: { kind: 'invalid-request', status: 400 },
  authentication_error: { kind: 'authentication', status: 401 },
  billing_error: { kind: 'billing', status: 402 },
  permission_error: { kind: 'permission', status: 403 },
  not_found_error: { kind: 'not-found', status: 404 },
  request_too_large: { kind: 'too-large', status: 413 },
  rate_limit_error: { kind: 'rate-limit', status: 429 },
  api_error: { kind: 'server', status: 500 },
  timeout_error: { kind: 'timeout', status: 504 },
  overloaded_error: { kind: 'overloaded', status: 529 },
};

/** What the type `invalid_request_error` covers, by the words of the vendor. */
const WORDINGS: readonly (readonly [RegExp, UpstreamErrorKind])[] = [
  [
    /prompt is too long|exceed\w* (the )?(context|maximum context)|context (window|length)/i,
    'context-length',
  ],
  [/invalid `\w+` in `\w*thinking` block|thinking.{0,80}(cannot be modified|bound to)/is, 'bad-signature'],
  [/content filtering/i, 'content-filter'],
  [/credit balance|billing/i, 'billing'],
];

/** Longest text of a proxy that is shown; pages of HTML are not. */
const MAX_PLAIN_CHARS = 500;

/**
 * Reads an error of the API, or of something before it. In a stream the status is that of the type.
 */
export function parseMessagesError(
  status: number | null,
  body: unknown,
  retryAfterS: number | null,
): CanonicalError {
  const error = isJsonObject(body) ? readDetails(body, 'error') : {};
  const type = TYPES[readWord(error, 'type') ?? ''];
  const told = status ?? type?.status ?? 500;
  const message = readWord(error, 'message') ?? plainMessage(body, told);
  return {
    kind: kindOf(type?.kind ?? kindOfStatus(told), message),
    status: told,
    message,
    code: readWord(error, 'code'),
    retryAfterS,
  };
}

function kindOf(kind: UpstreamErrorKind, message: string): UpstreamErrorKind {
  if (kind !== 'invalid-request' && kind !== 'too-large') {
    return kind;
  }
  return WORDINGS.find(([wording]) => wording.test(message))?.[1] ?? kind;
}

function kindOfStatus(status: number): UpstreamErrorKind {
  if (status === 503) {
    return 'overloaded';
  }
  const known = Object.values(TYPES).find((type) => type.status === status);
  return known?.kind ?? (status >= 500 ? 'server' : 'invalid-request');
}

function plainMessage(body: unknown, status: number): string {
  const text = typeof body === 'string' ? body.trim() : '';
  return text === '' || text.startsWith('<') || text.length > MAX_PLAIN_CHARS
    ? `The upstream answered with status ${status}`
    : text;
}

/** The type of each kind for a client. */
const TYPE_OF: Readonly<Record<UpstreamErrorKind, string>> = {
  'invalid-request': 'invalid_request_error',
  'context-length': 'invalid_request_error',
  'content-filter': 'invalid_request_error',
  'bad-signature': 'invalid_request_error',
  authentication: 'authentication_error',
  billing: 'billing_error',
  permission: 'permission_error',
  'not-found': 'not_found_error',
  'too-large': 'request_too_large',
  'rate-limit': 'rate_limit_error',
  server: 'api_error',
  timeout: 'timeout_error',
  overloaded: 'overloaded_error',
};

/**
 * Words that Claude Code looks for: the first makes it shorten the conversation, the second makes it leave
 * the thinking out and try again (code.claude.com/docs/en/llm-gateway-protocol).
 */
const WATCHED: Partial<Readonly<Record<UpstreamErrorKind, string>>> = {
  'context-length': 'prompt is too long',
  'bad-signature': 'Invalid `signature` in `thinking` block',
};

/** Writes an error of an upstream for a client: the envelope of any other error, also inside streams. */
export function buildMessagesError(
  { kind, message, code }: CanonicalError,
  requestId: string,
): { readonly status: number; readonly body: JsonObject } {
  const type = TYPE_OF[kind];
  const status = TYPES[type]?.status ?? 500;
  const watched = WATCHED[kind];
  const told =
    watched === undefined || message.toLowerCase().includes(watched.toLowerCase())
      ? message
      : `${watched}: ${message}`;
  const error = { type, message: told, ...(code === null ? {} : { code }) };
  return { status, body: { type: 'error', error, request_id: requestId } };
}
