import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from './admissions.ts';
import { createMemoryAdmissions } from './memory.ts';
import { claimOf, createTestClock, KEY, ORG, openedAdmissions, PROJECT } from './testing/claims.ts';

const opened = (grantedNano: number, spentNano = 0, heldNano = 0) =>
  openedAdmissions(createTestClock(), { grantedNano, spentNano, heldNano });
const paying = (holdNano: number, quotaNano: number | null = null): Claim => claimOf({ holdNano, quotaNano });

describe('createMemoryAdmissions', () => {
  it('admits exactly ten of two hundred claims on a wallet for ten (F1, F3)', async () => {
    const admissions = opened(10_000);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const claim = paying(1_000);
        await Promise.resolve();
        const rejection = admissions.admit(claim);
        await new Promise((resolve) => setImmediate(resolve));
        if (rejection === null) {
          admissions.settle(claim, 1_000, 0);
        }
        return rejection;
      }),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(10);
    expect(answers.filter((answer) => answer?.limit === 'wallet')).toHaveLength(190);
    expect(admissions.wallet(ORG)).toEqual({
      grantedNano: 10_000,
      remainingNano: 0,
      heldNano: 0,
      spentNano: 10_000,
    });
  });

  it('takes nothing when the key refuses, and nothing of the key when the wallet refuses', () => {
    const admissions = opened(1_000, 400);
    expect(admissions.admit(paying(200, 599))).toEqual({
      limit: 'quota',
      allowed: 599,
      left: 199,
      asked: 200,
      held: 0,
      retryAfterS: null,
    });
    expect(admissions.admit(paying(700))).toMatchObject({ limit: 'wallet', left: 600, asked: 700 });
    expect(admissions.wallet(ORG)).toMatchObject({ heldNano: 0, remainingNano: 600 });
    expect(admissions.key(KEY)).toEqual({ heldNano: 0, spentNano: 400, inFlight: 0, waiting: 0 });
    expect(admissions.admit(paying(200, 600))).toBeNull();
    expect(admissions.admit(paying(1, 600))).toMatchObject({ limit: 'quota', left: 0, held: 200 });
  });

  it('captures the cost and releases the rest', () => {
    const admissions = opened(1_000);
    const claim = paying(600, 1_000);
    expect(admissions.admit(claim)).toBeNull();
    expect(admissions.settle(claim, 150, 0)).toEqual({ chargeNano: 150, uncollectedNano: 0 });
    expect(admissions.wallet(ORG)).toMatchObject({ heldNano: 0, spentNano: 150, remainingNano: 850 });
    expect(admissions.key(KEY)).toMatchObject({ heldNano: 0, spentNano: 150 });
  });

  it('captures no more than the wallet has and reports what is missing', () => {
    const admissions = opened(1_000);
    const other = paying(300);
    const claim = paying(600);
    admissions.admit(other);
    admissions.admit(claim);
    expect(admissions.settle(claim, 900, 0)).toEqual({ chargeNano: 700, uncollectedNano: 200 });
    expect(admissions.wallet(ORG)).toMatchObject({ heldNano: 300, spentNano: 700, remainingNano: 0 });
    expect(admissions.settle(other, 0, 0)).toEqual({ chargeNano: 0, uncollectedNano: 0 });
  });

  it('grants what costs nothing on an empty wallet, an exhausted key and a spent budget (F8)', () => {
    const admissions = opened(0);
    const windowsNano = { '5h': 0, '1d': 0, '7d': 0, '30d': 0 };
    const claim = claimOf({ quotaNano: 0, budgetNano: 0, windowsNano });
    expect(admissions.admit(claim)).toBeNull();
    expect(admissions.settle(claim, 0, 0)).toEqual({ chargeNano: 0, uncollectedNano: 0 });
  });

  it('throws when a claim is settled twice, admitted twice or of nobody', () => {
    const admissions = opened(1_000);
    const claim = paying(10);
    admissions.admit(claim);
    expect(() => admissions.admit(claim)).toThrow(/admitted already/);
    admissions.settle(claim, 5, 0);
    expect(() => admissions.settle(claim, 5, 0)).toThrow(/not outstanding/);
    expect(admissions.wallet(ORG)).toMatchObject({ spentNano: 5, heldNano: 0 });
    const empty = createMemoryAdmissions({ clock: createTestClock() });
    expect(() => empty.admit(paying(1))).toThrow(/opened first/);
    const key = { keyId: KEY, organizationId: ORG, projectId: PROJECT, spentNano: 0 } as const;
    expect(() => empty.openKey(key)).toThrow(/before keys/);
    expect(() => empty.countMonth(PROJECT)).toThrow(/before anything/);
    expect(() => empty.countHours(KEY)).toThrow(/before anything/);
  });

  it('keeps what it knows when a wallet or key is opened again, and counts credit at once (F55)', () => {
    const admissions = opened(1_000);
    const claim = paying(1_000);
    admissions.admit(claim);
    admissions.settle(claim, 1_000, 0);
    admissions.openWallet(ORG, { grantedNano: 1_000, spentNano: 0, heldNano: 0 });
    const key = { keyId: KEY, organizationId: ORG, projectId: PROJECT, spentNano: 0 } as const;
    expect(admissions.openKey(key)).toEqual({ wasKeyKnown: true, wasProjectKnown: true });
    expect(admissions.admit(paying(1))).toMatchObject({ limit: 'wallet' });
    admissions.credit(ORG, 1);
    expect(admissions.admit(paying(1))).toBeNull();
    expect(admissions.key(KEY)?.spentNano).toBe(1_000);
    expect([admissions.wallet('org_2'), admissions.key('key_2')]).toEqual([null, null]);
    expect(() => admissions.credit(ORG, Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
  });

  it('keeps granted = remaining + held + spent, and never less than nothing, whatever happens (F54)', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('admit' as const), amount: fc.nat(5_000) }),
      fc.record({ kind: fc.constant('settle' as const), amount: fc.nat(9_000) }),
      fc.record({ kind: fc.constant('credit' as const), amount: fc.nat(3_000) }),
    );
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(5_000), fc.array(step, { maxLength: 60 }), (start, held, steps) => {
        const admissions = opened(start + held, 0, held);
        const running: Claim[] = [];
        let granted = start + held;
        let charged = 0;
        for (const { kind, amount } of steps) {
          if (kind === 'admit') {
            const claim = paying(amount, 15_000);
            if (admissions.admit(claim) === null) {
              running.push(claim);
            }
          } else if (kind === 'credit') {
            admissions.credit(ORG, amount);
            granted += amount;
          } else {
            const claim = running.shift();
            const collected = claim && admissions.settle(claim, amount, 0);
            charged += collected?.chargeNano ?? 0;
            expect(
              collected === undefined || collected.chargeNano + collected.uncollectedNano === amount,
            ).toBe(true);
          }
          const holds = running.reduce((sum, claim) => sum + claim.holdNano, 0);
          expect(admissions.wallet(ORG)).toEqual({
            grantedNano: granted,
            remainingNano: granted - charged - held - holds,
            heldNano: held + holds,
            spentNano: charged,
          });
          expect(admissions.wallet(ORG)?.remainingNano).toBeGreaterThanOrEqual(0);
          expect(admissions.key(KEY)).toMatchObject({ heldNano: holds, spentNano: charged });
        }
      }),
    );
  });
});
