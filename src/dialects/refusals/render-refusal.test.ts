import { describe, expect, it } from 'vitest';
import { invalidField, REFUSALS, Refusal, type RefusalCode } from '../../core/refusal.ts';
import type { RefusalFormat } from '../dialect.ts';
import { renderRefusal } from './render-refusal.ts';

const FORMATS: readonly RefusalFormat[] = ['messages', 'openai', 'gemini', 'tasks', 'flat'];
const CODES = Object.keys(REFUSALS) as RefusalCode[];

function render(refusal: Refusal | RefusalCode, format: RefusalFormat) {
  const thrown = typeof refusal === 'string' ? new Refusal(refusal) : refusal;
  const { status, headers, body } = renderRefusal(thrown, format, 'req_1');
  return { status, headers, body: JSON.parse(body) };
}

describe('seed 001: 401', () => {
  it('Messages and OpenAI carry the exact type and message', () => {
    for (const code of ['missing_api_key', 'invalid_api_key'] as const) {
      for (const format of ['messages', 'openai'] as const) {
        const { status, body } = render(code, format);
        expect(status).toBe(401);
        expect(body).toMatchObject({
          type: 'error',
          error: { type: 'authentication_error', message: 'Invalid API key' },
        });
      }
    }
  });
});

describe('seed 002: the flat format', () => {
  const sentences: [Refusal, number, string][] = [
    [
      new Refusal('missing_api_key'),
      401,
      "Unauthorized: No API key provided. Expected 'Authorization: Bearer your-api-token' header or 'x-api-key: your-api-token' header",
    ],
    [
      new Refusal('invalid_api_key'),
      401,
      "Unauthorized: Invalid LLMGateway API token. Please make sure the token is not deleted or disabled. Go to the LLMGateway 'API Keys' page to generate a new token.",
    ],
    [new Refusal('key_quota_exceeded'), 401, 'Unauthorized: LLMGateway API key reached its usage limit.'],
    [new Refusal('spend_window_exceeded'), 401, 'Unauthorized: LLMGateway API key reached its usage limit.'],
    [new Refusal('insufficient_credits'), 401, 'Insufficient credits'],
    [
      new Refusal('iam_denied', { model: 'gpt-4' }),
      403,
      'Access denied: No providers are allowed for model gpt-4 after applying IAM rules.',
    ],
    [
      new Refusal('model_not_allowed', { model: 'gpt-4' }),
      403,
      'Access denied: No providers are allowed for model gpt-4 after applying IAM rules.',
    ],
    [new Refusal('request_too_large'), 413, 'The request body is too large'],
  ];
  for (const [refusal, status, message] of sentences) {
    it(`${status} ${refusal.code}`, () => {
      const rendered = render(refusal, 'flat');
      expect(rendered.status).toBe(status);
      expect(rendered.body).toEqual({ error: true, status, message });
    });
  }
});

describe('seed 004: tasks', () => {
  it('402 insufficient_credits is the exact body', () => {
    const { status, body } = render('insufficient_credits', 'tasks');
    expect(status).toBe(402);
    expect(body).toEqual({
      error: { message: 'Insufficient credits', type: 'gateway_error', code: 'insufficient_credits' },
    });
  });

  it('400 names the field', () => {
    expect(render(invalidField('limits.rpm', 'must be positive'), 'tasks').body.error.param).toBe(
      'limits.rpm',
    );
  });
});

describe('every refusal in every format', () => {
  it('has the status of the catalogue but for the stated exceptions', () => {
    for (const code of CODES) {
      for (const format of FORMATS) {
        const { status } = render(code, format);
        const { status: known, kind } = REFUSALS[code];
        const isBilling = kind === 'billing' && (format === 'messages' || format === 'flat');
        const isGeminiPlatform = code === 'unsupported_platform' && format === 'gemini';
        const billing = format === 'messages' ? 429 : 401;
        expect([code, format, status]).toEqual([
          code,
          format,
          isBilling ? billing : isGeminiPlatform ? 400 : known,
        ]);
      }
    }
  });

  it('tells clients not to try again when money is what is missing', () => {
    for (const code of CODES) {
      for (const format of FORMATS) {
        const { headers } = render(code, format);
        expect(headers['content-type']).toBe('application/json');
        expect(headers['x-should-retry']).toBe(REFUSALS[code].kind === 'billing' ? 'false' : undefined);
      }
    }
  });

  it('says when to try again for rate limits and 503, and wherever it is known', () => {
    expect(render('queue_full', 'openai').headers['retry-after']).toBe('1');
    expect(render('no_channel_available', 'messages').headers['retry-after']).toBe('1');
    expect(render('upstream_failed', 'openai').headers['retry-after']).toBeUndefined();
    const known = new Refusal('rate_limit_exceeded', { retryAfterS: 11.2 });
    expect(render(known, 'tasks').headers['retry-after']).toBe('12');
  });
});

describe('shapes', () => {
  it('fact 7: OpenAI errors have message, type, param and code', () => {
    expect(render(invalidField('messages', 'must be a non-empty array'), 'openai').body).toEqual({
      type: 'error',
      error: {
        message: 'messages: must be a non-empty array',
        type: 'invalid_request_error',
        param: 'messages',
        code: 'invalid_request',
      },
    });
    expect(render('insufficient_credits', 'openai').body.error).toMatchObject({
      type: 'insufficient_quota',
      param: null,
    });
  });

  it('fact 32: an exhausted budget on Messages is 429 billing_error', () => {
    const { status, headers, body } = render('key_quota_exceeded', 'messages');
    expect([status, headers['x-should-retry']]).toEqual([429, 'false']);
    expect(body).toEqual({
      type: 'error',
      error: { type: 'billing_error', message: 'This API key reached its quota', code: 'key_quota_exceeded' },
      request_id: 'req_1',
    });
  });

  it('Messages words', () => {
    const type = (code: RefusalCode) => render(code, 'messages').body.error.type;
    expect(type('no_channel_available')).toBe('overloaded_error');
    expect(type('upstream_timeout')).toBe('timeout_error');
    expect(type('upstream_failed')).toBe('api_error');
    expect(type('request_too_large')).toBe('request_too_large');
  });

  it('fact 38: Gemini errors are google.rpc.Status with ErrorInfo and RetryInfo', () => {
    const { body } = render(new Refusal('rate_limit_exceeded', { retryAfterS: 12 }), 'gemini');
    expect(body).toEqual({
      error: {
        code: 429,
        message: 'Too many requests; try again later',
        status: 'RESOURCE_EXHAUSTED',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'RATE_LIMIT_EXCEEDED',
            domain: 'turnpike',
          },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '12s' },
        ],
      },
    });
    expect(render('unsupported_platform', 'gemini').body.error).toMatchObject({
      code: 400,
      status: 'FAILED_PRECONDITION',
    });
    expect(render('invalid_api_key', 'gemini').body.error.details).toHaveLength(1);
  });
});
