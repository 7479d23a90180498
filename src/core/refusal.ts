/**
 * The refusal catalogue: every reason for which the gateway itself says no, in one place. A renderer
 * for each dialect turns an entry into a body (`src/dialects/refusals`); nothing else writes one.
 */

/** The family an entry belongs to; each renderer maps it to its own dialect's error type. */
export type RefusalKind =
  | 'authentication'
  | 'billing'
  | 'invalid_request'
  | 'not_found'
  | 'overloaded'
  | 'permission'
  | 'rate_limit'
  | 'too_large'
  | 'upstream';

interface CatalogueEntry {
  /** HTTP status of the native formats; renderers state their own exceptions. */
  readonly status: number;
  readonly kind: RefusalKind;
  /** What a caller reads when the place that refuses has nothing more exact to say. */
  readonly message: string;
}

/** All codes with their status and default text, in the order the documentation lists them. */
export const REFUSALS = {
  missing_api_key: entry(401, 'authentication', 'Invalid API key'),
  invalid_api_key: entry(401, 'authentication', 'Invalid API key'),
  api_key_expired: entry(401, 'authentication', 'This API key has expired'),
  conflicting_credentials: entry(
    400,
    'invalid_request',
    'The request carries two different credentials; send one',
  ),
  key_in_query: entry(
    400,
    'invalid_request',
    'An API key in the query is accepted on Gemini paths alone; send it in the Authorization header',
  ),
  key_quota_exceeded: entry(402, 'billing', 'This API key reached its quota'),
  spend_window_exceeded: entry(402, 'billing', 'This API key reached the spend limit of a time window'),
  project_budget_exceeded: entry(
    402,
    'billing',
    'The project of this API key reached its budget of the month',
  ),
  insufficient_credits: entry(402, 'billing', 'Insufficient credits'),
  ip_not_allowed: entry(403, 'permission', 'This API key may not be used from this address'),
  model_not_allowed: entry(403, 'permission', 'This API key may not use this model'),
  iam_denied: entry(403, 'permission', 'An IAM rule denies this request'),
  key_type_mismatch: entry(403, 'permission', 'This type of API key does not fit this endpoint'),
  feature_disabled: entry(403, 'permission', 'This feature is switched off for the group of this API key'),
  management_forbidden: entry(403, 'permission', 'This credential may not do that'),
  fresh_sign_in_required: entry(403, 'permission', 'Sign in again to do this'),
  unsupported_platform: entry(404, 'not_found', 'The group of this API key does not serve this endpoint'),
  provider_key_missing: entry(
    400,
    'invalid_request',
    'No provider key of this organization serves this model',
  ),
  model_not_found: entry(404, 'not_found', 'The model does not exist or is not served to this API key'),
  task_not_found: entry(404, 'not_found', 'There is no task with this id'),
  response_not_found: entry(404, 'not_found', 'There is no response with this id'),
  previous_response_not_found: entry(
    400,
    'invalid_request',
    'The previous response does not exist, or it cannot be continued here',
  ),
  not_found: entry(404, 'not_found', 'There is nothing at this address'),
  media_link_invalid: entry(403, 'permission', 'This link to media is not valid'),
  media_expired: entry(410, 'not_found', 'This media is not kept any more'),
  method_not_allowed: entry(405, 'invalid_request', 'This address does not take this method'),
  conflict: entry(409, 'invalid_request', 'This is in conflict with what exists'),
  idempotency_conflict: entry(
    422,
    'invalid_request',
    'This Idempotency-Key was already used with a different request',
  ),
  request_too_large: entry(413, 'too_large', 'The request body is too large'),
  invalid_json: entry(400, 'invalid_request', 'The request body is not valid JSON'),
  unsupported_media_type: entry(415, 'invalid_request', 'The content type must be application/json'),
  unsupported_content_encoding: entry(
    415,
    'invalid_request',
    'The content encoding must be gzip, br, zstd or identity',
  ),
  invalid_encoding: entry(
    400,
    'invalid_request',
    'The request body does not decode with its content encoding',
  ),
  invalid_request: entry(400, 'invalid_request', 'The request is not valid'),
  request_timeout: entry(408, 'invalid_request', 'The request body did not arrive in time'),
  client_gone: entry(499, 'invalid_request', 'The client left before the request was begun'),
  rate_limit_exceeded: entry(429, 'rate_limit', 'Too many requests; try again later'),
  concurrency_exceeded: entry(429, 'rate_limit', 'Too many requests of this API key at once'),
  queue_full: entry(429, 'rate_limit', 'The queue of this API key is full'),
  no_channel_available: entry(503, 'overloaded', 'No channel can serve this model now; try again later'),
  websocket_connection_limit_reached: entry(
    400,
    'invalid_request',
    'This WebSocket was open for 60 minutes; open a new one to go on',
  ),
  shutting_down: entry(503, 'overloaded', 'The gateway is stopping; try again'),
  internal_error: entry(500, 'upstream', 'The gateway failed to handle this request'),
  upstream_unreachable: entry(502, 'upstream', 'The upstream could not be reached'),
  upstream_failed: entry(502, 'upstream', 'The upstream failed to answer'),
  upstream_timeout: entry(504, 'upstream', 'The upstream did not answer in time'),
} as const satisfies Record<string, CatalogueEntry>;

/** One code of the catalogue. */
export type RefusalCode = keyof typeof REFUSALS;

/** What the place that refuses can say beyond the code. */
export interface RefusalDetails {
  /** Text for the caller instead of the catalogue's; must name no key, credential, host or path. */
  readonly message?: string;
  /** The field at fault, as the caller wrote it: `messages[0].role`. */
  readonly param?: string;
  /** Seconds after which trying again makes sense; becomes the `retry-after` header. */
  readonly retryAfterS?: number;
  /** The model asked for; some formats name it in their sentence. */
  readonly model?: string;
  readonly cause?: unknown;
}

/** The gateway says no. Thrown anywhere, rendered in one place in the caller's own dialect. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly status: number;
  readonly kind: RefusalKind;
  readonly param: string | null;
  readonly retryAfterS: number | null;
  readonly model: string | null;

  constructor(code: RefusalCode, details: RefusalDetails = {}) {
    const known: CatalogueEntry = REFUSALS[code];
    // A refusal is an answer, not a fault: nobody reads its stack, and a flood of bad keys would pay for it.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(
      details.message ?? known.message,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.status = known.status;
    this.kind = known.kind;
    this.param = details.param ?? null;
    this.retryAfterS = details.retryAfterS ?? null;
    this.model = details.model ?? null;
  }
}

/** A refusal of a field of the body, naming it. */
export function invalidField(param: string, problem: string): Refusal {
  return new Refusal('invalid_request', { message: `${param}: ${problem}`, param });
}

function entry(status: number, kind: RefusalKind, message: string): CatalogueEntry {
  return { status, kind, message };
}
