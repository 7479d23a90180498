import { describe, expect, it } from 'vitest';
import type { UpstreamErrorKind } from '../../canonical/index.ts';
import { errorProblem } from '../testing/gemini-response.ts';
import { geminiCodec } from './codec.ts';

const TYPE = 'type.googleapis.com/google.rpc.';

function errorBody(code: number, status: string, message: string, details: readonly object[] = []) {
  return { error: { code, status, message, details } };
}

describe('errors of an upstream of Gemini', () => {
  it.each<[UpstreamErrorKind, number, object]>([
    [
      'context-length',
      400,
      errorBody(
        400,
        'INVALID_ARGUMENT',
        'The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).',
      ),
    ],
    ['bad-signature', 400, errorBody(400, 'INVALID_ARGUMENT', 'Corrupted thought signature.')],
    [
      'bad-signature',
      400,
      errorBody(
        400,
        'INVALID_ARGUMENT',
        'Function call is missing a thought_signature in functionCall parts.',
      ),
    ],
    [
      'authentication',
      400,
      errorBody(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.'),
    ],
    ['permission', 403, errorBody(403, 'PERMISSION_DENIED', 'No.')],
    ['not-found', 404, errorBody(404, 'NOT_FOUND', 'models/x is not found')],
    ['overloaded', 503, errorBody(503, 'UNAVAILABLE', 'The model is overloaded.')],
    ['timeout', 504, errorBody(504, 'DEADLINE_EXCEEDED', 'Deadline expired')],
    ['server', 500, errorBody(500, 'INTERNAL', 'An internal error has occurred.')],
    ['invalid-request', 400, errorBody(400, 'INVALID_ARGUMENT', 'Please use a valid role: user, model.')],
  ])('%s', (kind, status, body) => {
    expect(geminiCodec.parseError(status, body, null)).toMatchObject({ kind, status });
  });

  it('a rate limit says when to come back, also inside an array', () => {
    const details = [
      { '@type': `${TYPE}ErrorInfo`, reason: 'RATE_LIMIT_EXCEEDED' },
      { '@type': `${TYPE}RetryInfo`, retryDelay: '12.5s' },
    ];
    const body = errorBody(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota, please check billing',
      details,
    );
    expect(geminiCodec.parseError(429, [body], 3)).toEqual({
      kind: 'rate-limit',
      status: 429,
      message: 'You exceeded your current quota, please check billing',
      code: 'RATE_LIMIT_EXCEEDED',
      retryAfterS: 12.5,
    });
  });

  it('what a proxy says in its own words keeps the status', () => {
    expect(geminiCodec.parseError(502, '<html>Bad gateway</html>', null)).toMatchObject({
      kind: 'server',
      status: 502,
    });
    expect(geminiCodec.parseError(429, 'slow down', 4)).toMatchObject({ kind: 'rate-limit', retryAfterS: 4 });
  });
});

describe('errors for a client of Gemini', () => {
  it.each<[UpstreamErrorKind, number, string]>([
    ['context-length', 400, 'INVALID_ARGUMENT'],
    ['rate-limit', 429, 'RESOURCE_EXHAUSTED'],
    ['overloaded', 503, 'UNAVAILABLE'],
    ['billing', 402, 'FAILED_PRECONDITION'],
    ['server', 500, 'INTERNAL'],
  ])('fact 38: %s', (kind, code, status) => {
    const error = { kind, status: 529, message: 'said so', code: 'overloaded_error', retryAfterS: 7 };
    const built = geminiCodec.buildError(error, 'req_1');
    expect(built.status).toBe(code);
    expect(errorProblem(built.body)).toBeNull();
    expect(built.body).toMatchObject({
      error: {
        code,
        status,
        message: 'said so',
        details: [{ reason: 'OVERLOADED_ERROR' }, { retryDelay: '7s' }, { requestId: 'req_1' }],
      },
    });
  });
});
