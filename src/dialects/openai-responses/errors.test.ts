import { describe, expect, it } from 'vitest';
import type { CanonicalError, UpstreamErrorKind } from '../../canonical/index.ts';
import { responsesCodec } from './codec.ts';
import { failedError, parseFailedError } from './errors.ts';

function read(status: number, error: unknown) {
  return responsesCodec.parseError(status, { error }, null);
}

function made(kind: UpstreamErrorKind, said: Partial<CanonicalError> = {}): CanonicalError {
  return { kind, status: 400, message: 'No', code: null, retryAfterS: null, ...said };
}

describe('errors of an upstream', () => {
  it.each<[number, unknown, UpstreamErrorKind]>([
    [400, { code: 'context_length_exceeded', message: 'Too long' }, 'context-length'],
    [400, { message: "This model's maximum context length is 8192 tokens" }, 'context-length'],
    [400, { message: 'Your input exceeds the context window of this model' }, 'context-length'],
    [
      400,
      { code: 'invalid_encrypted_content', message: 'The encrypted content could not be verified.' },
      'bad-signature',
    ],
    [400, { code: 'cyber_policy', message: 'No' }, 'content-filter'],
    [400, { type: 'invalid_request_error', message: 'No', param: 'input', code: null }, 'invalid-request'],
    [401, { code: 'invalid_api_key', message: 'Incorrect API key' }, 'authentication'],
    [403, { message: 'Country not supported' }, 'permission'],
    [404, { code: 'model_not_found', message: 'No such model' }, 'not-found'],
    [429, { type: 'insufficient_quota', code: 'insufficient_quota', message: 'Quota' }, 'billing'],
    [429, { type: 'usage_limit_reached', message: 'Limit' }, 'rate-limit'],
    [500, { type: 'server_error', message: 'Oops' }, 'server'],
    [503, { type: 'service_unavailable_error', code: 'server_is_overloaded', message: 'Busy' }, 'overloaded'],
  ])('%i %o', (status, error, kind) => {
    expect(read(status, error)).toMatchObject({ kind, status });
  });

  it('of a proxy are read by their status', () => {
    expect(responsesCodec.parseError(504, '<html>', 3)).toEqual({
      kind: 'timeout',
      status: 504,
      message: '<html>',
      code: null,
      retryAfterS: 3,
    });
    expect(responsesCodec.parseError(400, { error: 'plain words' }, null).message).toBe('plain words');
  });

  it.each([
    ['Please try again in 1.5s.', 1.5],
    ['Please try again in 20ms.', 0.02],
    ['Please try again in 6m0s.', 360],
    ['Please try again in 1h2m.', 3_720],
    ['Please try again in a while.', 9],
  ])('tell their delay: %s', (message, seconds) => {
    const error = { error: { code: 'rate_limit_exceeded', message } };
    expect(responsesCodec.parseError(429, error, 9).retryAfterS).toBe(seconds);
  });

  it('inside a stream are read by their code', () => {
    expect(parseFailedError({ code: 'rate_limit_exceeded', message: 'Slow' })).toMatchObject({
      kind: 'rate-limit',
      status: 429,
    });
    expect(parseFailedError({ code: 'invalid_prompt', message: 'No' }).kind).toBe('invalid-request');
    expect(parseFailedError({ message: 'Oops' }).kind).toBe('server');
  });
});

describe('errors for a client', () => {
  it.each<[UpstreamErrorKind, number, string | null]>([
    ['context-length', 400, 'context_length_exceeded'],
    ['bad-signature', 400, 'invalid_encrypted_content'],
    ['billing', 429, 'insufficient_quota'],
    ['rate-limit', 429, 'rate_limit_exceeded'],
    ['overloaded', 503, 'server_is_overloaded'],
    ['timeout', 504, 'server_error'],
    ['invalid-request', 400, null],
  ])('fact 19: %s is %i %s, with all four members', (kind, status, code) => {
    const built = responsesCodec.buildError(made(kind), 'req_1');
    expect(built.status).toBe(status);
    expect(built.body).toMatchObject({
      error: { message: 'No', type: expect.any(String), param: null, code },
    });
  });

  it.each<[UpstreamErrorKind, string]>([
    ['context-length', 'context_length_exceeded'],
    ['billing', 'insufficient_quota'],
    ['rate-limit', 'rate_limit_exceeded'],
    ['overloaded', 'server_error'],
    ['content-filter', 'invalid_prompt'],
    ['invalid-request', 'invalid_prompt'],
  ])('fact 19: %s fails a response with %s', (kind, code) => {
    expect(failedError(made(kind)).code).toBe(code);
  });

  it('fact 19: a rate limit says when to try again, once', () => {
    const limit = made('rate-limit', { message: 'Slow down', retryAfterS: 1.5 });
    expect(failedError(limit).message).toBe('Slow down. Please try again in 1.5s.');
    const said = failedError({ ...limit, message: 'Please try again in 2s.' });
    expect(said.message).toBe('Please try again in 2s.');
  });

  it('keeps the code of an upstream where OpenAI has no word', () => {
    expect(
      responsesCodec.buildError(made('not-found', { code: 'model_not_found' }), 'req_1').body,
    ).toMatchObject({
      error: { code: 'model_not_found' },
    });
  });
});
