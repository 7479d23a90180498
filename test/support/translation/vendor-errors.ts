import type { UpstreamErrorKind } from '../../../src/canonical/index.ts';

/** An error as one platform's vendor words it. */
export interface VendorError {
  readonly platform: string;
  readonly kind: UpstreamErrorKind;
  readonly status: number;
  readonly body: object;
}

function openai(platform: string, kind: UpstreamErrorKind, message: string, code: string): VendorError {
  const error = { message, type: 'invalid_request_error', param: null, code };
  return { platform, kind, status: 400, body: { error } };
}

function anthropic(kind: UpstreamErrorKind, status: number, type: string, message: string): VendorError {
  const body = { type: 'error', error: { type, message }, request_id: 'req_011' };
  return { platform: 'anthropic', kind, status, body };
}

function gemini(kind: UpstreamErrorKind, status: number, word: string, message: string): VendorError {
  const details =
    status === 429 ? [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }] : [];
  return {
    platform: 'gemini',
    kind,
    status,
    body: { error: { code: status, message, status: word, details } },
  };
}

const CONTEXT = "This model's maximum context length is 128000 tokens, you sent 140000.";
const FILTERED = 'The prompt was filtered by the content management policy.';
const UNREADABLE = 'The encrypted content could not be verified.';

/** Errors that clients act on, in the words of the vendors' documentation and SDKs. */
export const VENDOR_ERRORS: readonly VendorError[] = [
  ...['openai', 'compatible'].flatMap((platform) => [
    openai(platform, 'context-length', CONTEXT, 'context_length_exceeded'),
    openai(platform, 'content-filter', FILTERED, 'content_filter'),
    openai(platform, 'bad-signature', UNREADABLE, 'invalid_encrypted_content'),
    {
      platform,
      kind: 'rate-limit' as const,
      status: 429,
      body: {
        error: {
          message: 'Rate limit reached. Please try again in 7s.',
          type: 'tokens',
          param: null,
          code: 'rate_limit_exceeded',
        },
      },
    },
  ]),
  anthropic(
    'context-length',
    400,
    'invalid_request_error',
    'prompt is too long: 210000 tokens > 200000 maximum',
  ),
  anthropic('content-filter', 400, 'invalid_request_error', 'Output blocked by content filtering policy'),
  anthropic(
    'bad-signature',
    400,
    'invalid_request_error',
    'messages.1.content.0: Invalid `signature` in `thinking` block',
  ),
  anthropic('rate-limit', 429, 'rate_limit_error', 'This request would exceed your rate limit.'),
  anthropic('overloaded', 529, 'overloaded_error', 'Overloaded'),
  gemini(
    'context-length',
    400,
    'INVALID_ARGUMENT',
    'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
  ),
  gemini('bad-signature', 400, 'INVALID_ARGUMENT', 'Corrupted thought signature.'),
  gemini('rate-limit', 429, 'RESOURCE_EXHAUSTED', 'You exceeded your current quota.'),
];
