import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Admissions, Claim } from './admissions.ts';
import { createMemoryAdmissions } from './memory.ts';

const ORG = 'org_1';
const KEY = 'key_1';

function opened(grantedNano: number, spentNano = 0, heldNano = 0): Admissions {
  const admissions = createMemoryAdmissions();
  admissions.openWallet(ORG, { grantedNano, spentNano, heldNano });
  admissions.openKey(KEY, spentNano);
  return admissions;
}

const claimOf = (holdNano: number, quotaNano: number | null = null): Claim => ({
  organizationId: ORG,
  keyId: KEY,
  quotaNano,
  holdNano,
  slot: -1,
});

describe('createMemoryAdmissions', () => {
  it('admits exactly ten of two hundred claims on a wallet for ten (F1, F3)', async () => {
    const admissions = opened(10_000);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const claim = claimOf(1_000);
        await Promise.resolve();
        const refusal = admissions.admit(claim);
        await new Promise((resolve) => setImmediate(resolve));
        if (refusal === null) {
          admissions.settle(claim, 1_000);
        }
        return refusal;
      }),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(10);
    expect(answers.filter((answer) => answer === 'insufficient_credits')).toHaveLength(190);
    expect(admissions.wallet(ORG)).toEqual({
      grantedNano: 10_000,
      remainingNano: 0,
      heldNano: 0,
      spentNano: 10_000,
    });
  });

  it('takes nothing when the key refuses, and nothing of the key when the wallet refuses', () => {
    const admissions = opened(1_000, 400);
    expect(admissions.admit(claimOf(200, 599))).toBe('key_quota_exceeded');
    expect(admissions.admit(claimOf(700))).toBe('insufficient_credits');
    expect(admissions.wallet(ORG)).toMatchObject({ heldNano: 0, remainingNano: 600 });
    expect(admissions.key(KEY)).toEqual({ heldNano: 0, spentNano: 400 });
    expect(admissions.admit(claimOf(200, 600))).toBeNull();
    expect(admissions.admit(claimOf(1, 600))).toBe('key_quota_exceeded');
  });

  it('captures the cost and releases the rest', () => {
    const admissions = opened(1_000);
    const claim = claimOf(600, 1_000);
    expect(admissions.admit(claim)).toBeNull();
    expect(admissions.settle(claim, 150)).toEqual({ chargeNano: 150, uncollectedNano: 0 });
    expect(admissions.wallet(ORG)).toMatchObject({ heldNano: 0, spentNano: 150, remainingNano: 850 });
    expect(admissions.key(KEY)).toEqual({ heldNano: 0, spentNano: 150 });
  });

  it('captures no more than the wallet has and reports what is missing', () => {
    const admissions = opened(1_000);
    const other = claimOf(300);
    const claim = claimOf(600);
    admissions.admit(other);
    admissions.admit(claim);
    expect(admissions.settle(claim, 900)).toEqual({ chargeNano: 700, uncollectedNano: 200 });
    expect(admissions.wallet(ORG)).toMatchObject({ heldNano: 300, spentNano: 700, remainingNano: 0 });
    expect(admissions.settle(other, 0)).toEqual({ chargeNano: 0, uncollectedNano: 0 });
  });

  it('grants what costs nothing on an empty wallet and an exhausted key (F8)', () => {
    const admissions = opened(0);
    const claim = claimOf(0, 0);
    expect(admissions.admit(claim)).toBeNull();
    expect(admissions.settle(claim, 0)).toEqual({ chargeNano: 0, uncollectedNano: 0 });
  });

  it('throws when a claim is settled twice, admitted twice or unknown', () => {
    const admissions = opened(1_000);
    const claim = claimOf(10);
    admissions.admit(claim);
    expect(() => admissions.admit(claim)).toThrow(/admitted already/);
    admissions.settle(claim, 5);
    expect(() => admissions.settle(claim, 5)).toThrow(/not outstanding/);
    expect(() => createMemoryAdmissions().admit(claimOf(1))).toThrow(/opened first/);
    expect(admissions.wallet(ORG)).toMatchObject({ spentNano: 5, heldNano: 0 });
  });

  it('keeps what it knows when a wallet or key is opened again, and counts credit at once', () => {
    const admissions = opened(1_000);
    const claim = claimOf(1_000);
    admissions.admit(claim);
    admissions.settle(claim, 1_000);
    admissions.openWallet(ORG, { grantedNano: 1_000, spentNano: 0, heldNano: 0 });
    admissions.openKey(KEY, 0);
    expect(admissions.admit(claimOf(1))).toBe('insufficient_credits');
    admissions.credit(ORG, 1);
    expect(admissions.admit(claimOf(1))).toBeNull();
    expect(admissions.key(KEY)?.spentNano).toBe(1_000);
    expect(admissions.wallet('org_2')).toBeNull();
    expect(() => admissions.credit(ORG, Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
  });

  it('keeps granted = remaining + held + spent, and never less than nothing, whatever happens', () => {
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
            const claim = claimOf(amount, 15_000);
            if (admissions.admit(claim) === null) {
              running.push(claim);
            }
          } else if (kind === 'credit') {
            admissions.credit(ORG, amount);
            granted += amount;
          } else {
            const claim = running.shift();
            const collected = claim && admissions.settle(claim, amount);
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
          expect(admissions.key(KEY)).toEqual({ heldNano: holds, spentNano: charged });
        }
      }),
    );
  });
});
