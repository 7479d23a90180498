import { describe, expect, it } from 'vitest';
import { Refusal } from '../core/refusal.ts';
import { createAttempts } from './attempts.ts';

function createWorld() {
  const time = { ms: 0 };
  const attempts = createAttempts({ nowMs: () => time.ms, monotonicMs: () => time.ms });
  const take = (account: string | null, client = 'here', mailbox: string | null = null): string => {
    try {
      attempts.take({ client, account, mailbox });
      return 'taken';
    } catch (error) {
      return error instanceof Refusal ? `${error.code} ${error.retryAfterS}` : String(error);
    }
  };
  return { time, attempts, take };
}

describe('attempts', () => {
  it('lets ten guesses at an account through from anywhere, then one every minute and a half', () => {
    const { time, take } = createWorld();
    const seen = Array.from({ length: 11 }, (_, at) => take('ann', `client ${at}`));
    expect(seen.lastIndexOf('taken')).toBe(9);
    expect(seen[10]).toBe('rate_limit_exceeded 90');
    time.ms += 89_000;
    expect(take('ann', 'elsewhere')).toBe('rate_limit_exceeded 90');
    time.ms += 1_100;
    expect([take('ann', 'elsewhere'), take('ann', 'elsewhere')]).toEqual(['taken', 'rate_limit_exceeded 90']);
    expect(take('bob', 'elsewhere')).toBe('taken');
  });

  it('counts nothing of an attempt that one of its limits refuses', () => {
    const { take } = createWorld();
    for (let at = 0; at < 10; at += 1) {
      take('ann', `client ${at}`);
    }
    for (let at = 0; at < 50; at += 1) {
      expect(take('ann', 'owner')).toBe('rate_limit_exceeded 90');
    }
    expect(take('bob', 'owner')).toBe('taken');
  });

  it('takes a success back, but not the mail that it sent', () => {
    const { attempts, take } = createWorld();
    for (let at = 0; at < 5; at += 1) {
      attempts.take({ client: 'here', account: 'ann', mailbox: 'ann' })();
    }
    expect(take('ann', 'here', 'ann')).toBe('rate_limit_exceeded 600');
    expect(take('ann')).toBe('taken');
  });
});
