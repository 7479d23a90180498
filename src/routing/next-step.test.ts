import { describe, expect, it } from 'vitest';
import { failureOfAnswer, failureOfConnection } from './classify-failure.ts';
import { nextStep } from './next-step.ts';
import { offerTimeouts, retryPolicy } from './retry-policy.ts';

const POLICY = retryPolicy(null, null);
const FIRST = { attempts: 1, elapsedMs: 0, isRepeated: false };
const BROKEN = failureOfConnection('upstream_timeout');
const DELAYED = failureOfAnswer(429, {}, '{"error":{"details":[{"retryDelay":"0.2s"}]}}', 0);

describe('nextStep', () => {
  it('never repeats a mistake of the caller', () => {
    expect(nextStep(failureOfAnswer(400, {}, '', 0), POLICY, FIRST)).toEqual({ step: 'stop' });
  });

  it('goes elsewhere for as many attempts and as long as the policy says', () => {
    expect(nextStep(BROKEN, POLICY, FIRST)).toEqual({ step: 'elsewhere' });
    expect(nextStep(BROKEN, POLICY, { ...FIRST, attempts: 3 })).toEqual({ step: 'stop' });
    expect(nextStep(BROKEN, POLICY, { ...FIRST, elapsedMs: 120_001 })).toEqual({ step: 'stop' });
  });

  it('asks the same once more after a short delay, then elsewhere', () => {
    expect(nextStep(DELAYED, POLICY, FIRST)).toEqual({ step: 'again', waitMs: 200 });
    expect(nextStep(DELAYED, POLICY, { ...FIRST, isRepeated: true })).toEqual({ step: 'elsewhere' });
  });

  it('keeps to the causes an operator chose, the channel before its group', () => {
    const policy = retryPolicy({ on: ['upstream'], attempts: 2 }, { on: ['rate_limit'] });
    expect(policy).toMatchObject({ attempts: 2, on: ['rate_limit'], withinMs: 120_000 });
    expect(nextStep(BROKEN, policy, FIRST)).toEqual({ step: 'stop' });
  });
});

describe('offerTimeouts', () => {
  it('takes those of the model before those of the channel', () => {
    const input = { first_byte_ms: 1, total_ms: 9, models: { slow: { first_byte_ms: 5 } } };
    expect(offerTimeouts(input, 'slow')).toEqual({ firstByteTimeoutMs: 5, totalTimeoutMs: 9 });
    expect(offerTimeouts(input, 'fast')).toEqual({ firstByteTimeoutMs: 1, totalTimeoutMs: 9 });
    expect(offerTimeouts(null, 'fast')).toEqual({});
  });
});
