import type { CanonicalError, UpstreamErrorKind } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { kindOfStatus } from '../error-kinds.ts';
import { isJsonObject } from '../field-checks.ts';
import { readCount, readDetails, readWord } from '../usage-counts.ts';

/** Sentences by which Google says more exactly what its status leaves open. */
const SENTENCES: readonly (readonly [RegExp, UpstreamErrorKind])[] = [
  [/thought[_ ]?signature/i, 'bad-signature'],
  [
    /token count.*exceeds|exceeds the maximum number of tokens|prompt is too long|context (?:length|window)/i,
    'context-length',
  ],
  [/api key (?:not valid|expired|not found)/i, 'authentication'],
  [/billing (?:account|is disabled|not enabled)|enable billing/i, 'billing'],
  [/(?:blocked|prohibited).*(?:safety|policy|content)/i, 'content-filter'],
];

/** Canonical words of google.rpc.Code. */
const KINDS: Readonly<Record<string, UpstreamErrorKind>> = {
  UNAUTHENTICATED: 'authentication',
  PERMISSION_DENIED: 'permission',
  NOT_FOUND: 'not-found',
  RESOURCE_EXHAUSTED: 'rate-limit',
  UNAVAILABLE: 'overloaded',
  DEADLINE_EXCEEDED: 'timeout',
  INTERNAL: 'server',
  UNKNOWN: 'server',
};

const WORDS: Readonly<Record<UpstreamErrorKind, readonly [number, string]>> = {
  'invalid-request': [400, 'INVALID_ARGUMENT'],
  'context-length': [400, 'INVALID_ARGUMENT'],
  'content-filter': [400, 'INVALID_ARGUMENT'],
  'bad-signature': [400, 'INVALID_ARGUMENT'],
  'too-large': [413, 'INVALID_ARGUMENT'],
  authentication: [401, 'UNAUTHENTICATED'],
  permission: [403, 'PERMISSION_DENIED'],
  billing: [402, 'FAILED_PRECONDITION'],
  'not-found': [404, 'NOT_FOUND'],
  'rate-limit': [429, 'RESOURCE_EXHAUSTED'],
  overloaded: [503, 'UNAVAILABLE'],
  timeout: [504, 'DEADLINE_EXCEEDED'],
  server: [500, 'INTERNAL'],
};

/**
 * Reads an error of Google: a google.rpc.Status in `error`, alone or as the only element of an array. In a
 * stream its `code` is the status it would have come with.
 */
export function errorOf(status: number, body: unknown, retryAfterS: number | null): CanonicalError {
  const holder: unknown = Array.isArray(body) ? body[0] : body;
  const error = isJsonObject(holder) ? readDetails(holder, 'error') : {};
  const code = readCount(error, 'code') ?? status;
  const word = readWord(error, 'status');
  const message = readWord(error, 'message') ?? (typeof body === 'string' ? body : '');
  const reason = readWord(detailOf(error, 'ErrorInfo'), 'reason');
  return {
    kind: kindOf(code, word, message, reason),
    status: code,
    message,
    code: reason ?? word,
    retryAfterS: delayOf(error) ?? retryAfterS,
  };
}

/** Writes an error as Google would. A status that fits its kind is kept. */
export function errorWords(error: CanonicalError, requestId: string | null): JsonObject {
  const { kind, code, message, retryAfterS } = error;
  const reason = (code ?? kind).toUpperCase().replaceAll('-', '_');
  return {
    error: {
      code: statusOf(error),
      message,
      status: WORDS[kind][1],
      details: [
        detail('ErrorInfo', { reason, domain: 'turnpike' }),
        ...(retryAfterS === null ? [] : [detail('RetryInfo', { retryDelay: `${retryAfterS}s` })]),
        ...(requestId === null ? [] : [detail('RequestInfo', { requestId })]),
      ],
    },
  };
}

/** The HTTP status of an error for a client of this dialect. */
export function statusOf({ kind }: CanonicalError): number {
  return WORDS[kind][0];
}

function kindOf(
  status: number,
  word: string | null,
  message: string,
  reason: string | null,
): UpstreamErrorKind {
  if (reason === 'API_KEY_INVALID') {
    return 'authentication';
  }
  const said =
    status < 500 && status !== 429 ? SENTENCES.find(([sentence]) => sentence.test(message)) : undefined;
  return said?.[1] ?? KINDS[word ?? ''] ?? kindOfStatus(status);
}

/** Seconds of `RetryInfo`, which stand as `"12s"` or `"0.2s"`. */
function delayOf(error: JsonObject): number | null {
  const seconds = Number.parseFloat(readWord(detailOf(error, 'RetryInfo'), 'retryDelay') ?? '');
  return Number.isFinite(seconds) ? seconds : null;
}

function detailOf(error: JsonObject, type: string): JsonObject {
  const details = Array.isArray(error.details) ? error.details.filter(isJsonObject) : [];
  return details.find((entry) => readWord(entry, '@type')?.endsWith(`google.rpc.${type}`) === true) ?? {};
}

function detail(type: string, members: JsonObject): JsonObject {
  return { '@type': `type.googleapis.com/google.rpc.${type}`, ...members };
}
