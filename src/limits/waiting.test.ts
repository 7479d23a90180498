import { describe, expect, it } from 'vitest';
import type { Admissions, Claim, Rejection } from './admissions.ts';
import { claimOf, createTestClock, KEY, openedAdmissions } from './testing/claims.ts';

const LIMITS = { concurrency: 1, queueLimit: 2 };

function world() {
  const clock = createTestClock();
  const admissions = openedAdmissions(clock, { grantedNano: 1_000 });
  const turns: [string, Rejection['limit'] | 'granted'][] = [];
  const wait = (name: string, claim: Claim): Rejection | null =>
    admissions.wait(claim, (rejection) => turns.push([name, rejection?.limit ?? 'granted']));
  return { clock, admissions, turns, wait };
}

function run(admissions: Admissions, limits: Partial<Claim['limits']> = LIMITS): Claim {
  const claim = claimOf({ limits });
  expect(admissions.admit(claim)).toBeNull();
  return claim;
}

describe('waiting for a place', () => {
  it('is first come, first served, one for each place that is free', () => {
    const { admissions, turns, wait } = world();
    const running = run(admissions);
    const [a, b] = [claimOf({ limits: LIMITS }), claimOf({ limits: LIMITS })];
    expect([admissions.admit(a)?.limit, wait('a', a), wait('b', b)]).toEqual(['concurrency', null, null]);
    expect(wait('c', claimOf({ limits: LIMITS }))).toMatchObject({ limit: 'queue', allowed: 2, held: 1 });
    expect(admissions.key(KEY)).toMatchObject({ inFlight: 1, waiting: 2 });
    admissions.settle(running, 0, 0);
    expect(turns).toEqual([['a', 'granted']]);
    admissions.settle(a, 0, 0);
    admissions.settle(b, 0, 0);
    expect(turns).toEqual([
      ['a', 'granted'],
      ['b', 'granted'],
    ]);
    expect(admissions.key(KEY)).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('holds nothing meanwhile, and is judged whole when its turn comes', () => {
    const { admissions, turns, wait } = world();
    const running = run(admissions);
    const poor = claimOf({ limits: LIMITS, holdNano: 2_000 });
    const rich = claimOf({ limits: LIMITS, holdNano: 1_000 });
    wait('poor', poor);
    wait('rich', rich);
    expect(admissions.wallet('org_1')).toMatchObject({ heldNano: 0 });
    admissions.settle(running, 0, 0);
    expect(turns).toEqual([
      ['poor', 'wallet'],
      ['rich', 'granted'],
    ]);
    expect(admissions.wallet('org_1')).toMatchObject({ heldNano: 1_000 });
  });

  it('may be given up, which makes room in the line and takes no place', () => {
    const { admissions, turns, wait } = world();
    const running = run(admissions);
    const [a, b, c] = [claimOf({ limits: LIMITS }), claimOf({ limits: LIMITS }), claimOf({ limits: LIMITS })];
    wait('a', a);
    wait('b', b);
    expect([admissions.leave(a), admissions.leave(a)]).toEqual([true, false]);
    expect(wait('c', c)).toBeNull();
    admissions.settle(running, 0, 0);
    expect(admissions.leave(b)).toBe(false);
    expect(turns).toEqual([['b', 'granted']]);
    expect(() => admissions.settle(a, 0, 0)).toThrow(/not outstanding/);
  });

  it('nobody overtakes those who wait', () => {
    const { admissions, turns, wait } = world();
    const running = run(admissions);
    wait('a', claimOf({ limits: LIMITS }));
    const raised = { concurrency: 2, queueLimit: 2 };
    expect(admissions.admit(claimOf({ limits: raised }))).toMatchObject({ limit: 'concurrency', held: 2 });
    expect(turns).toEqual([['a', 'granted']]);
    admissions.settle(running, 0, 0);
    expect(admissions.admit(claimOf({ limits: raised }))).toBeNull();
  });

  it('a lowered limit lets fewer through than end', () => {
    const { admissions, turns, wait } = world();
    const three = { concurrency: 3, queueLimit: 2 };
    const running = [run(admissions, three), run(admissions, three), run(admissions, three)];
    wait('a', claimOf({ limits: three }));
    expect(admissions.admit(claimOf({ limits: LIMITS }))).toMatchObject({ limit: 'concurrency', allowed: 1 });
    for (const claim of running.slice(0, 2)) {
      admissions.settle(claim, 0, 0);
    }
    expect(turns).toEqual([]);
    for (const claim of running.slice(2)) {
      admissions.settle(claim, 0, 0);
    }
    expect(turns).toEqual([['a', 'granted']]);
  });

  it('whoever waits for its turn still counts requests of the minute only then', () => {
    const { admissions, clock, turns, wait } = world();
    const limits = { ...LIMITS, rpm: 1 };
    const running = run(admissions, limits);
    wait('a', claimOf({ limits }));
    wait('b', claimOf({ limits }));
    clock.advance(61_000);
    admissions.settle(running, 0, 0);
    expect(turns).toEqual([['a', 'granted']]);
  });
});
