import type { CanonicalError, UpstreamErrorKind } from '../canonical/index.ts';
import type { JsonObject } from './dialect.ts';
import { kindOfStatus } from './error-kinds.ts';
import { isJsonObject } from './field-checks.ts';
import { readWord } from './usage-counts.ts';

/** Codes and types of OpenAI, and of upstreams that speak its dialects, by what they mean. */
const KINDS: Readonly<Record<string, UpstreamErrorKind>> = {
  bio_policy: 'content-filter',
  content_filter: 'content-filter',
  content_policy_violation: 'content-filter',
  context_length_exceeded: 'context-length',
  cyber_policy: 'content-filter',
  image_content_policy_violation: 'content-filter',
  insufficient_quota: 'billing',
  invalid_api_key: 'authentication',
  invalid_encrypted_content: 'bad-signature',
  misalignment_policy_violation: 'content-filter',
  model_not_found: 'not-found',
  moderation_blocked: 'content-filter',
  rate_limit_exceeded: 'rate-limit',
  server_error: 'server',
  server_is_overloaded: 'overloaded',
  service_unavailable_error: 'overloaded',
  slow_down: 'overloaded',
  string_above_max_length: 'invalid-request',
  usage_limit_reached: 'rate-limit',
};

/** Sentences of those that send no code. */
const SENTENCES: readonly (readonly [RegExp, UpstreamErrorKind])[] = [
  [/maximum context length|context (?:window|length)|prompt is too long|too many tokens/i, 'context-length'],
  [/encrypted content.*(?:could not be|cannot be|not) (?:verified|decrypted)/i, 'bad-signature'],
];

/** The delay that OpenAI writes into its sentence: `try again in 1.5s`, `20ms`, `1m2s`. */
const DELAY = /try again in (?:(\d+)h)?(?:(\d+)m(?!s))?(?:([\d.]+)(ms|s))?/i;

/**
 * Reads an error of OpenAI's dialects: `{"error":{message,type,param,code}}` with a status, or the same
 * members in a stream (openai-node, `ErrorObject`, `ResponseError`, `ResponseErrorEvent`).
 */
export function parseOpenaiError(status: number, body: unknown, retryAfterS: number | null): CanonicalError {
  const holder = isJsonObject(body) ? body : {};
  const error = isJsonObject(holder.error) ? holder.error : holder;
  const code = readWord(error, 'code');
  const type = readWord(error, 'type');
  const message =
    readWord(error, 'message') ?? (typeof holder.error === 'string' ? holder.error : textOf(body));
  const said = status < 500 ? SENTENCES.find(([sentence]) => sentence.test(message))?.[1] : undefined;
  const kind = KINDS[code ?? ''] ?? said ?? KINDS[type ?? ''] ?? kindOfStatus(status);
  return { kind, status, message, code, retryAfterS: delayIn(message) ?? retryAfterS };
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : '';
}

function delayIn(message: string): number | null {
  const match = DELAY.exec(message);
  if (match === null || match[0].endsWith('in ')) {
    return null;
  }
  const [, hours = '0', minutes = '0', amount = '0', unit] = match;
  const seconds = unit === 'ms' ? Number(amount) / 1_000 : Number(amount);
  return Number(hours) * 3_600 + Number(minutes) * 60 + seconds;
}

/** What an error is called by OpenAI: its status, its type and the code that clients act upon. */
interface Words {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
}

const INVALID = 'invalid_request_error';

const WORDS: Readonly<Record<UpstreamErrorKind, Words>> = {
  'invalid-request': { status: 400, type: INVALID, code: null },
  'context-length': { status: 400, type: INVALID, code: 'context_length_exceeded' },
  'content-filter': { status: 400, type: INVALID, code: 'content_policy_violation' },
  'bad-signature': { status: 400, type: INVALID, code: 'invalid_encrypted_content' },
  authentication: { status: 401, type: 'authentication_error', code: 'invalid_api_key' },
  permission: { status: 403, type: 'permission_error', code: null },
  billing: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  'not-found': { status: 404, type: 'not_found_error', code: null },
  'too-large': { status: 413, type: INVALID, code: 'request_too_large' },
  'rate-limit': { status: 429, type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  overloaded: { status: 503, type: 'service_unavailable_error', code: 'server_is_overloaded' },
  timeout: { status: 504, type: 'server_error', code: 'server_error' },
  server: { status: 500, type: 'server_error', code: 'server_error' },
};

/** An upstream's error as clients of OpenAI's dialects know it. All four members are always there. */
export function buildOpenaiError(error: CanonicalError): {
  readonly status: number;
  readonly body: JsonObject;
} {
  const { status, type, code } = WORDS[error.kind];
  return {
    status: error.kind === 'server' && error.status >= 500 ? error.status : status,
    body: { error: { message: openaiMessage(error), type, param: null, code: openaiCode(error, code) } },
  };
}

/** The code of an error: OpenAI's own word where its kind has one, else what the upstream said. */
export function openaiCode({ kind, code }: CanonicalError, word = WORDS[kind].code): string | null {
  return word ?? code;
}

/**
 * The sentence of an error. Codex reads the delay of a rate limit out of it; clients that grew up on Chat
 * Completions know a full context by OpenAI's words.
 */
export function openaiMessage({ kind, message, retryAfterS }: CanonicalError): string {
  return kind === 'rate-limit' && retryAfterS !== null && !DELAY.test(message)
    ? `${message}${message === '' ? '' : '. '}Please try again in ${retryAfterS}s.`
    : message;
}
