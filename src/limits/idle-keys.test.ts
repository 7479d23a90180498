import { describe, expect, it } from 'vitest';
import { createCounters } from './counters.ts';
import { createMemoryAdmissions } from './memory.ts';
import { claimOf, createTestClock, KEY, ORG, PROJECT } from './testing/claims.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;

function world(mayForget: (keyId: string) => boolean = () => true) {
  const clock = createTestClock();
  const admissions = createMemoryAdmissions({ clock, mayForget });
  admissions.openWallet(ORG, { grantedNano: 1_000, spentNano: 0, heldNano: 0 });
  const open = (keyId: `key_${string}`) =>
    admissions.openKey({ keyId, organizationId: ORG, projectId: PROJECT, spentNano: 0 });
  let others = 0;
  const openOthers = (count: number): void => {
    for (let at = 0; at < count; at += 1) {
      others += 1;
      open(`key_other_${others}`);
    }
  };
  return { clock, admissions, open, openOthers };
}

describe('keys that nobody uses', () => {
  it('are let go of when others come, and are opened anew by their next use', () => {
    const { clock, admissions, open, openOthers } = world();
    open(KEY);
    openOthers(10);
    clock.advance(HALF_AN_HOUR_MS);
    openOthers(10);
    expect(admissions.key(KEY)).toBeNull();
    expect(open(KEY)).toEqual({ wasKeyKnown: false, wasProjectKnown: true });
  });

  it('stay while they are used, hold something, run something, or may not be forgotten', () => {
    const kept = 'key_kept';
    const { clock, admissions, open, openOthers } = world((keyId) => keyId !== kept);
    const running = claimOf({ holdNano: 5 });
    open(KEY);
    open(kept);
    admissions.admit(running);
    for (let round = 0; round < 10; round += 1) {
      clock.advance(HALF_AN_HOUR_MS);
      openOthers(20);
    }
    expect(admissions.key(KEY)).toMatchObject({ heldNano: 5, inFlight: 1 });
    expect(admissions.key(kept)).not.toBeNull();
    admissions.settle(running, 5, 0);
    openOthers(20);
    clock.advance(1_000);
    openOthers(20);
    expect(admissions.key(KEY)).toMatchObject({ spentNano: 5 });
  });

  it('are not those that were used since, however long ago they came', () => {
    const { clock, admissions, open, openOthers } = world();
    open(KEY);
    for (let round = 0; round < 20; round += 1) {
      clock.advance(HALF_AN_HOUR_MS / 3);
      const claim = claimOf();
      admissions.admit(claim);
      admissions.settle(claim, 0, 0);
      openOthers(40);
    }
    expect(admissions.key(KEY)).not.toBeNull();
  });

  it('do not pile up, however many come', () => {
    const clock = createTestClock();
    const counters = createCounters({ clock, mayForget: () => true });
    counters.openWallet(ORG, { grantedNano: 1_000, spentNano: 0, heldNano: 0 });
    const open = (at: number) =>
      counters.openKey({ keyId: `key_${at}`, organizationId: ORG, projectId: PROJECT, spentNano: 0 });
    const count = 100_000;
    for (let at = 0; at < count; at += 1) {
      clock.advance(100);
      open(at);
    }
    let known = 0;
    for (let at = 0; at < count; at += 1) {
      known += counters.find(`key_${at}`) === undefined ? 0 : 1;
    }
    // A key comes every tenth of a second, so 9,000 come in the time after which one may go.
    expect(known).toBeLessThan(36_000);
  });
});
