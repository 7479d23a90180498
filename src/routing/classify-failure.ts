import type { IncomingHttpHeaders } from 'node:http';
import { isObject, memberOf } from './json-reading.ts';
import { reasonsOf, retryDelayMs, waitSaidMs } from './wait-said.ts';

/** What a failure says about whoever failed. */
export type FailureKind =
  /** The caller's own mistake: nobody else would answer otherwise. */
  | 'caller'
  /** Over in a moment: the same again after `waitMs`, because nobody else would help sooner. */
  | 'again'
  /** The account has enough for now; others have not. Says nothing about whether the upstream works. */
  | 'busy'
  /** The upstream does not do its part. */
  | 'broken'
  /** The upstream does not take this credential, or it is out of money. */
  | 'credential';

/** Why an attempt came to nothing, as far as routing has to know. */
export interface Failure {
  readonly kind: FailureKind;
  /** What an operator reads: `upstream_429`, `upstream_timeout`, `overloaded_error`. */
  readonly code: string;
  /** How long the upstream asks to be left alone; null when it does not say. */
  readonly waitMs: number | null;
  /** True where the upstream says that the credential will never be taken again. */
  readonly isRevoked: boolean;
}

/** From this on a RetryInfo is no moment any more and the request goes elsewhere. */
const LONG_DELAY_MS = 7_000;
/** A model without capacity has none for any account, so the same is asked once more after this. */
const NO_CAPACITY_WAIT_MS = 1_000;

/** Google's word for an account that is closed for good (Cloud Code Assist, 403 PERMISSION_DENIED). */
const REVOKED = /violation of (?:our )?terms of service|account[^.]{0,40}(?:deactivated|suspended|disabled)/i;

/** No answer came, or it broke half-way. `code` is that of the catalogue. */
export function failureOfConnection(code: string): Failure {
  return failure('broken', code);
}

/** No request could be made with the credential: no token was given for it, or there is none. */
export function failureOfCredential(code: string): Failure {
  return failure('credential', code);
}

/**
 * What an answer with an error status means. `body` is its text; `nowMs` is wall time. That an account
 * without money says 429 is OpenAI's habit (`insufficient_quota`), that an invalid key is 400 is Gemini's
 * (`API_KEY_INVALID`).
 */
export function failureOfAnswer(
  status: number,
  headers: IncomingHttpHeaders,
  body: string,
  nowMs: number,
): Failure {
  const said = parsed(body);
  const code = `upstream_${status}`;
  const waitMs = waitSaidMs(headers, said, nowMs);
  if (status === 429) {
    return rateLimited(said, code, waitMs);
  }
  if (status === 401 || status === 402 || reasonsOf(said).includes('API_KEY_INVALID')) {
    return failure('credential', code, waitMs, REVOKED.test(body));
  }
  if (status === 403) {
    return failure('credential', code, waitMs, REVOKED.test(body));
  }
  if (status === 503 && reasonsOf(said).includes('MODEL_CAPACITY_EXHAUSTED')) {
    return failure('again', code, NO_CAPACITY_WAIT_MS);
  }
  if (status === 529) {
    return failure('busy', code, waitMs);
  }
  const isUpstreams = status === 408 || status >= 500 || status < 400;
  return failure(isUpstreams ? 'broken' : 'caller', code, waitMs);
}

function rateLimited(said: unknown, code: string, waitMs: number | null): Failure {
  if (codeOf(errorOf(said)) === 'insufficient_quota') {
    return failure('credential', 'insufficient_quota', waitMs);
  }
  const isShort = retryDelayMs(said) !== null && waitMs !== null && waitMs < LONG_DELAY_MS;
  return failure(isShort ? 'again' : 'busy', code, waitMs);
}

/**
 * What an error means that came inside a stream, or in an answer that says 200; `body` is the JSON of the
 * event. Dialects put it into `error`, into `error` of a `response`, or are the error themselves.
 */
export function failureOfEvent(body: string, nowMs: number): Failure {
  const said = parsed(body);
  const error = errorOf(said);
  const words = [memberOf(error, 'type'), memberOf(error, 'code'), memberOf(error, 'status')];
  const status = words.map(Number).find((word) => word >= 400 && word < 600);
  if (status !== undefined) {
    return failureOfAnswer(status, {}, body, nowMs);
  }
  const text = words
    .filter((word) => typeof word === 'string')
    .join(' ')
    .toLowerCase();
  const code = String(
    words.find((word) => typeof word === 'string' && word !== 'error') ?? 'upstream_failed',
  );
  if (/insufficient_quota|billing|authentication|api_key/.test(text)) {
    return failure('credential', code);
  }
  if (/overload|rate_limit|exhausted|unavailable|capacity|quota/.test(text)) {
    return failure('busy', code, waitSaidMs({}, said, nowMs));
  }
  return failure(/invalid|not_found|permission|too_large|policy/.test(text) ? 'caller' : 'broken', code);
}

function errorOf(said: unknown): unknown {
  const own = memberOf(said, 'error') ?? memberOf(memberOf(said, 'response'), 'error');
  return isObject(own) ? own : said;
}

function codeOf(error: unknown): unknown {
  return memberOf(error, 'code') ?? memberOf(error, 'type');
}

/** Gemini puts the error of a stream into an array. */
function parsed(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return Array.isArray(value) ? value[0] : value;
  } catch {
    return null;
  }
}

function failure(kind: FailureKind, code: string, waitMs: number | null = null, isRevoked = false): Failure {
  return { kind, code, waitMs, isRevoked };
}
