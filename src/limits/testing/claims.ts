import type { Clock } from '../../core/clock.ts';
import type { KeyLimits } from '../../keys/api-key.ts';
import type { Admissions, Claim } from '../admissions.ts';
import { createMemoryAdmissions } from '../memory.ts';

export const ORG = 'org_1';
export const PROJECT = 'proj_1';
export const KEY = 'key_1';

/** Noon of a day in the middle of a month. */
export const START_MS = Date.UTC(2026, 9, 14, 12);

/** A clock that stands still until it is told to go on. */
export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** Both of its times begin together and go on together. */
export function createTestClock(startMs = START_MS): TestClock {
  let passedMs = 0;
  return {
    nowMs: () => startMs + passedMs,
    monotonicMs: () => passedMs,
    advance(ms) {
      passedMs += ms;
    },
  };
}

/** A claim of one key, without limits but for those that are given. */
export function claimOf(
  fields: Partial<Omit<Claim, 'limits' | 'windowsNano'>> & {
    readonly limits?: Partial<KeyLimits>;
    readonly windowsNano?: Partial<Claim['windowsNano']>;
  } = {},
): Claim {
  return {
    organizationId: ORG,
    projectId: PROJECT,
    keyId: KEY,
    startedAtMs: START_MS,
    holdNano: 0,
    tokens: 0,
    inputTokens: 0,
    quotaNano: null,
    budgetNano: null,
    reservedTokens: 0,
    reservedAtMs: 0,
    slot: -1,
    ...fields,
    limits: { rpm: null, tpm: null, concurrency: null, queueLimit: 0, ...fields.limits },
    windowsNano: { '5h': null, '1d': null, '7d': null, '30d': null, ...fields.windowsNano },
  };
}

/** Admissions that know one key with everything that is counted of it, and a wallet of so much. */
export function openedAdmissions(
  clock: Clock,
  { grantedNano = 1_000_000, spentNano = 0, heldNano = 0 } = {},
): Admissions {
  const admissions = createMemoryAdmissions({ clock });
  admissions.openWallet(ORG, { grantedNano, spentNano, heldNano });
  admissions.openKey({ keyId: KEY, organizationId: ORG, projectId: PROJECT, spentNano });
  admissions.countHours(KEY);
  admissions.openHours(KEY, []);
  admissions.countMonth(PROJECT);
  admissions.openMonth(PROJECT, 0, clock.nowMs());
  return admissions;
}
