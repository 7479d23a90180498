import { describe, expect, it } from 'vitest';
import type { CanonicalError, UpstreamErrorKind } from '../../canonical/index.ts';
import { buildMessagesError, parseMessagesError } from './errors.ts';

function envelope(type: string, message: string) {
  return { type: 'error', error: { type, message }, request_id: 'req_1' };
}

const CONTEXT = 'prompt is too long: 208310 tokens > 200000 maximum';
const SIGNATURE = 'messages.1.content.0: Invalid `signature` in `thinking` block';

describe('errors of the Messages API', () => {
  it.each<[number, string, string, UpstreamErrorKind]>([
    [400, 'invalid_request_error', 'max_tokens: Field required', 'invalid-request'],
    [400, 'invalid_request_error', CONTEXT, 'context-length'],
    [
      400,
      'invalid_request_error',
      'input length and `max_tokens` exceed context limit: 1 + 2 > 2',
      'context-length',
    ],
    [400, 'invalid_request_error', SIGNATURE, 'bad-signature'],
    [
      400,
      'invalid_request_error',
      'messages.3: `thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified.',
      'bad-signature',
    ],
    [400, 'invalid_request_error', 'Output blocked by content filtering policy', 'content-filter'],
    [400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.', 'billing'],
    [401, 'authentication_error', 'invalid x-api-key', 'authentication'],
    [402, 'billing_error', 'Unpaid', 'billing'],
    [403, 'permission_error', 'No', 'permission'],
    [404, 'not_found_error', 'model: x', 'not-found'],
    [413, 'request_too_large', 'Request exceeds the maximum size', 'too-large'],
    [429, 'rate_limit_error', 'Slow down', 'rate-limit'],
    [500, 'api_error', 'Internal server error', 'server'],
    [504, 'timeout_error', 'Timed out', 'timeout'],
    [529, 'overloaded_error', 'Overloaded', 'overloaded'],
  ])('%i %s: %s', (status, type, message, kind) => {
    expect(parseMessagesError(status, envelope(type, message), 3)).toEqual({
      kind,
      status,
      message,
      code: null,
      retryAfterS: 3,
    });
  });

  it.each<[number, unknown, UpstreamErrorKind, string]>([
    [503, '<html>busy</html>', 'overloaded', 'The upstream answered with status 503'],
    [502, 'Bad Gateway', 'server', 'Bad Gateway'],
    [429, null, 'rate-limit', 'The upstream answered with status 429'],
    [400, { error: { message: CONTEXT } }, 'context-length', CONTEXT],
  ])('%i of something before it', (status, body, kind, message) => {
    expect(parseMessagesError(status, body, null)).toMatchObject({ kind, message, status });
  });

  it('in a stream the type tells the status', () => {
    expect(parseMessagesError(null, envelope('overloaded_error', 'Overloaded'), null).status).toBe(529);
  });
});

describe('errors for clients of Messages', () => {
  function told(kind: UpstreamErrorKind, message: string, code: string | null = null) {
    const error: CanonicalError = { kind, status: 418, message, code, retryAfterS: null };
    return buildMessagesError(error, 'req_9');
  }

  it('fact 30: the words that Claude Code looks for stand in the message', () => {
    expect(told('context-length', CONTEXT).body).toEqual(envelopeOf('invalid_request_error', CONTEXT));
    const openai = "This model's maximum context length is 8192 tokens";
    expect(told('context-length', openai)).toEqual({
      status: 400,
      body: envelopeOf('invalid_request_error', `prompt is too long: ${openai}`),
    });
    expect(told('bad-signature', 'Corrupted thought signature').body).toEqual(
      envelopeOf(
        'invalid_request_error',
        'Invalid `signature` in `thinking` block: Corrupted thought signature',
      ),
    );
  });

  it.each<[UpstreamErrorKind, number, string]>([
    ['overloaded', 529, 'overloaded_error'],
    ['rate-limit', 429, 'rate_limit_error'],
    ['billing', 402, 'billing_error'],
    ['timeout', 504, 'timeout_error'],
    ['server', 500, 'api_error'],
    ['too-large', 413, 'request_too_large'],
  ])('%s is %i %s', (kind, status, type) => {
    expect(told(kind, 'M', 'c')).toEqual({
      status,
      body: { type: 'error', error: { type, message: 'M', code: 'c' }, request_id: 'req_9' },
    });
  });

  it('read the same again', () => {
    const { status, body } = told('bad-signature', 'Corrupted');
    expect(parseMessagesError(status, body, null).kind).toBe('bad-signature');
  });

  function envelopeOf(type: string, message: string) {
    return { ...envelope(type, message), request_id: 'req_9' };
  }
});
