import { describe, expect, it } from 'vitest';
import { parseChatError, readInBandError, writeInBandError } from './errors.ts';

describe('an error of an upstream', () => {
  it('is read in the forms of compatible servers', () => {
    const tooLong = {
      object: 'error',
      message: 'maximum context length is 8192 tokens',
      type: 'BadRequestError',
      code: 400,
    };
    expect(parseChatError(400, tooLong, null)).toMatchObject({ kind: 'context-length', status: 400 });
    const limited = [{ error: { code: 429, message: 'Quota', status: 'RESOURCE_EXHAUSTED' } }];
    expect(parseChatError(429, limited, 7)).toMatchObject({
      kind: 'rate-limit',
      message: 'Quota',
      retryAfterS: 7,
    });
    expect(parseChatError(422, { detail: 'No such field' }, null).message).toBe('No such field');
    expect(parseChatError(502, '<html>', null)).toMatchObject({ kind: 'server', message: '<html>' });
  });

  it('in a stream has the status it would have had', () => {
    expect(readInBandError({ error: { message: 'x', code: 502 } })).toMatchObject({
      kind: 'server',
      status: 502,
    });
    expect(readInBandError({ error: { message: 'x', type: 'rate_limit_error' } })).toMatchObject({
      kind: 'rate-limit',
      status: 429,
    });
    expect(readInBandError({ error: { message: 'x', code: 'insufficient_quota' } })).toMatchObject({
      kind: 'billing',
      status: 429,
    });
    expect(readInBandError({ error: 'overheated' })).toMatchObject({ kind: 'server', message: 'overheated' });
  });

  it('is none where a chunk says null', () => {
    expect(readInBandError({ error: null })).toBeNull();
    expect(readInBandError({ choices: [] })).toBeNull();
  });
});

describe('an error for a client', () => {
  it('fact 7: has all four members, and no [DONE] after it', () => {
    const text = writeInBandError({
      kind: 'rate-limit',
      status: 429,
      message: 'Slow',
      code: 'X',
      retryAfterS: 7,
    });
    expect(JSON.parse(text.slice('data: '.length))).toEqual({
      error: {
        message: 'Slow. Please try again in 7s.',
        type: 'rate_limit_error',
        param: null,
        code: 'rate_limit_exceeded',
      },
    });
  });
});
