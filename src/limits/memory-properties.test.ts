import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from './admissions.ts';
import { claimOf, createTestClock, KEY, ORG, openedAdmissions, START_MS } from './testing/claims.ts';

const HOUR_MS = 3_600_000;
const HOURS = { '5h': 5, '1d': 24, '7d': 168, '30d': 720 } as const;
const maybe = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null });

/** Any mix of limits, some of them absent. */
const anyLimits = fc.record({
  limits: fc.record({ rpm: maybe(8), tpm: maybe(500), concurrency: maybe(4), queueLimit: fc.nat(4) }),
  windowsNano: fc.record({ '5h': maybe(900), '1d': maybe(1_500), '7d': maybe(2_000), '30d': maybe(3_000) }),
  quotaNano: maybe(5_000),
  budgetNano: maybe(4_000),
});

const anyStep = fc.record({
  kind: fc.constantFrom('ask' as const, 'ask' as const, 'ask' as const, 'settle' as const, 'leave' as const),
  which: fc.nat(50),
  /** Now and then hours pass. */
  passMs: fc.oneof(fc.nat(20_000), fc.nat(20_000), fc.nat(12 * HOUR_MS)),
  holdNano: fc.nat(400),
  tokens: fc.nat(300),
  /** Part of the hold and of the reservation that is really used. */
  used: fc.integer({ min: 0, max: 4 }),
});

/** What the test itself knows of a request that was granted. */
interface Granted {
  readonly claim: Claim;
  readonly atMs: number;
  costNano: number;
  tokens: number;
  isRunning: boolean;
}

/** Admissions that are asked, and a list of everything they ever granted, to check them against. */
function createWitness(fields: Parameters<typeof claimOf>[0], grantedNano: number) {
  const clock = createTestClock();
  const admissions = openedAdmissions(clock, { grantedNano });
  const granted: Granted[] = [];
  const line: Claim[] = [];

  function note(claim: Claim): void {
    const { reservedTokens: tokens, holdNano: costNano } = claim;
    granted.push({ claim, atMs: clock.monotonicMs(), costNano, tokens, isRunning: true });
  }

  return {
    clock,
    admissions,
    running: () => granted.filter(({ isRunning }) => isRunning),
    line,
    ask(holdNano: number, tokens: number): void {
      const claim = claimOf({ ...fields, holdNano, tokens, startedAtMs: clock.nowMs() });
      const rejection = admissions.admit(claim);
      if (rejection === null) {
        note(claim);
      } else if (rejection.limit === 'concurrency') {
        const onTurn = (late: unknown): void => {
          line.splice(line.indexOf(claim), 1);
          if (late === null) {
            note(claim);
          }
        };
        if (admissions.wait(claim, onTurn) === null) {
          line.push(claim);
        }
      }
    },
    settle(one: Granted, used: number): void {
      one.isRunning = false;
      one.costNano = Math.floor((one.costNano * used) / 4);
      one.tokens = Math.floor((one.tokens * used) / 4);
      admissions.settle(one.claim, one.costNano, one.tokens);
    },
    leave(claim: Claim): void {
      line.splice(line.indexOf(claim), 1);
      expect(admissions.leave(claim)).toBe(true);
    },
    /** Nothing that was granted is more than any limit allows. */
    check(): void {
      const { limits, windowsNano, quotaNano, budgetNano } = claimOf(fields);
      const recent = granted.filter(({ atMs }) => atMs > clock.monotonicMs() - 60_000);
      const within = (sum: number, limit: number | null): void =>
        expect(sum).toBeLessThanOrEqual(limit ?? sum);
      within(recent.length, limits.rpm);
      within(
        recent.reduce((sum, { tokens }) => sum + tokens, 0),
        limits.tpm,
      );
      within(granted.filter(({ isRunning }) => isRunning).length, limits.concurrency);
      within(line.length, limits.queueLimit);
      const spentSince = (ms: number): number =>
        granted.reduce(
          (sum, { claim, costNano, isRunning }) =>
            sum + (isRunning || claim.startedAtMs >= ms ? costNano : 0),
          0,
        );
      for (const window of ['5h', '1d', '7d', '30d'] as const) {
        within(spentSince(clock.nowMs() - HOURS[window] * HOUR_MS), windowsNano[window]);
      }
      within(spentSince(0), quotaNano);
      const month = new Date(clock.nowMs());
      within(spentSince(Date.UTC(month.getUTCFullYear(), month.getUTCMonth())), budgetNano);
      within(spentSince(0), grantedNano);
    },
  };
}

describe('any mix of limits', () => {
  it('is never passed, and everything is at rest in the end, whatever is asked, settled or left (F1, F37-F40)', () => {
    fc.assert(
      fc.property(
        anyLimits,
        fc.nat(6_000),
        fc.array(anyStep, { maxLength: 80 }),
        (fields, grantedNano, steps) => {
          const witness = createWitness(fields, grantedNano);
          const { admissions, clock, line } = witness;
          for (const { kind, which, passMs, holdNano, tokens, used } of steps) {
            clock.advance(passMs);
            const running = witness.running();
            const one = running[which % (running.length || 1)];
            const waiting = line[which % (line.length || 1)];
            if (kind === 'ask') {
              witness.ask(holdNano, tokens);
            } else if (kind === 'leave' && waiting !== undefined) {
              witness.leave(waiting);
            } else if (one !== undefined) {
              witness.settle(one, used);
            }
            witness.check();
          }
          for (let one = witness.running()[0]; one !== undefined; one = witness.running()[0]) {
            witness.settle(one, 0);
            witness.check();
          }
          expect(line).toEqual([]);
          expect(admissions.key(KEY)).toMatchObject({ inFlight: 0, waiting: 0, heldNano: 0 });
          expect(admissions.wallet(ORG)).toMatchObject({ heldNano: 0 });
          clock.advance(61_000);
          const { limits } = claimOf(fields);
          const { requests, tokens } = admissions.rates(KEY, limits);
          expect([requests?.remaining ?? null, tokens?.remaining ?? null]).toEqual([limits.rpm, limits.tpm]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('admits a request that fits alone, whatever happened before, once enough time has passed', () => {
    fc.assert(
      fc.property(anyLimits, fc.array(anyStep, { maxLength: 40 }), (fields, steps) => {
        const witness = createWitness({ ...fields, quotaNano: null, budgetNano: null }, 1_000_000);
        for (const { passMs, holdNano, tokens, used } of steps) {
          witness.clock.advance(passMs);
          witness.ask(holdNano, tokens);
          const [one] = witness.running();
          if (one !== undefined && used > 0) {
            witness.settle(one, used);
          }
        }
        for (let one = witness.running()[0]; one !== undefined; one = witness.running()[0]) {
          witness.settle(one, 4);
        }
        witness.clock.advance(721 * HOUR_MS);
        const before = witness.running().length;
        witness.ask(1, 1);
        expect(witness.running().length).toBe(before + 1);
      }),
    );
  });

  it('waits no shorter and no longer than a refusal says', () => {
    const times = fc.array(fc.nat(15_000), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), times, (rpm, gaps) => {
        const clock = createTestClock(START_MS);
        const admissions = openedAdmissions(clock);
        for (const gap of gaps) {
          clock.advance(gap);
          const rejection = admissions.admit(claimOf({ limits: { rpm } }));
          if (rejection !== null) {
            const waitMs = (rejection.retryAfterS ?? 0) * 1_000;
            clock.advance(waitMs - 1_000);
            expect(admissions.admit(claimOf({ limits: { rpm } }))).not.toBeNull();
            clock.advance(1_000);
            expect(admissions.admit(claimOf({ limits: { rpm } }))).toBeNull();
          }
        }
      }),
    );
  });
});
