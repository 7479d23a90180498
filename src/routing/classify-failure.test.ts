import { describe, expect, it } from 'vitest';
import { failureOfAnswer, failureOfEvent } from './classify-failure.ts';

const NOW_MS = 1_700_000_000_000;

function kindOf(status: number, body: unknown = {}, headers: Record<string, string> = {}): string {
  const { kind, waitMs } = failureOfAnswer(status, headers, JSON.stringify(body), NOW_MS);
  return waitMs === null ? kind : `${kind} ${waitMs}`;
}

describe('failureOfAnswer', () => {
  it('leaves the mistakes of callers to callers', () => {
    expect([400, 404, 409, 413, 415, 422, 451].map((status) => kindOf(status))).toEqual(
      Array.from({ length: 7 }, () => 'caller'),
    );
  });

  it('knows what breaks from what is busy and from what is refused', () => {
    expect([408, 500, 502, 503, 504].map((status) => kindOf(status))).toEqual(
      Array.from({ length: 5 }, () => 'broken'),
    );
    expect(kindOf(529)).toBe('busy');
    expect(kindOf(429, {}, { 'retry-after': '9' })).toBe('busy 9000');
    expect([401, 402, 403].map((status) => kindOf(status))).toEqual([
      'credential',
      'credential',
      'credential',
    ]);
  });

  it('knows a key that is invalid and an account that is out of money by their words', () => {
    expect(kindOf(400, { error: { details: [{ reason: 'API_KEY_INVALID' }] } })).toBe('credential');
    expect(kindOf(429, { error: { code: 'insufficient_quota' } })).toBe('credential');
  });

  it('asks the same again after a short delay and goes elsewhere from seven seconds on', () => {
    const delayed = (retryDelay: string) => kindOf(429, { error: { details: [{ retryDelay }] } });
    expect(delayed('0.2s')).toBe('again 200');
    expect(delayed('6.9s')).toBe('again 6900');
    expect(delayed('7s')).toBe('busy 7000');
  });

  it('asks the same again where no account has capacity', () => {
    expect(kindOf(503, { error: { details: [{ reason: 'MODEL_CAPACITY_EXHAUSTED' }] } })).toBe('again 1000');
  });

  it('tells a revoked credential', () => {
    const body = JSON.stringify({ error: { message: 'disabled for violation of Terms of Service' } });
    expect(failureOfAnswer(403, {}, body, NOW_MS).isRevoked).toBe(true);
    expect(failureOfAnswer(403, {}, '{"error":{"message":"no"}}', NOW_MS).isRevoked).toBe(false);
  });

  it('reads no answer that is not JSON', () => {
    expect(failureOfAnswer(502, {}, '<html>', NOW_MS)).toMatchObject({ kind: 'broken', waitMs: null });
  });
});

describe('failureOfEvent', () => {
  it.each([
    ['{"type":"error","error":{"type":"overloaded_error"}}', 'busy'],
    ['{"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded"}}}', 'busy'],
    ['{"type":"response.failed","response":{"error":{"code":"server_error"}}}', 'broken'],
    ['{"error":{"code":503,"status":"UNAVAILABLE"}}', 'broken'],
    ['{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}', 'busy'],
    ['{"error":{"type":"invalid_request_error","message":"no"}}', 'caller'],
    ['{"type":"error","code":"server_error","message":"no"}', 'broken'],
    ['not json', 'broken'],
  ])('%s is %s', (body, kind) => {
    expect(failureOfEvent(body, NOW_MS).kind).toBe(kind);
  });
});
