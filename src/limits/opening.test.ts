import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createBatchWriter } from '../billing/flush/batch.ts';
import type { RequestRecord } from '../billing/index.ts';
import { closeRecord, storeOwners } from '../billing/testing/records.ts';
import { type ApiKey, type KeyAccess, NO_LIMITS, NO_SPEND_WINDOWS } from '../keys/index.ts';
import { createPastSpend } from '../usage/index.ts';
import { createMemoryAdmissions } from './memory.ts';
import { createOpening } from './opening.ts';
import { claimOf, createTestClock, KEY, START_MS } from './testing/claims.ts';

const HOUR_MS = 3_600_000;
const WALLET = { grantedNano: 1_000_000_000, spentNano: 0, heldNano: 0 };

interface Bounds {
  readonly windowsNano?: Partial<ApiKey['spendWindowsNano']>;
  readonly budgetNano?: number;
  readonly keyId?: `key_${string}`;
}

/** What opening reads of a key and its project. */
function accessOf({ windowsNano = {}, budgetNano, keyId = KEY }: Bounds) {
  const key = {
    id: keyId,
    organizationId: 'org_1',
    projectId: 'proj_1',
    quotaUsedNano: 0,
    limits: NO_LIMITS,
    spendWindowsNano: { ...NO_SPEND_WINDOWS, ...windowsNano },
  } as const;
  return { key, project: { monthlyBudgetNano: budgetNano ?? null } } as unknown as KeyAccess;
}

describeOnEachDatabase('opening a key', (open) => {
  async function world() {
    const database = await open();
    await storeOwners(database, { keys: [1, 2] });
    const clock = createTestClock();
    const admissions = createMemoryAdmissions({ clock });
    const counted = { reads: 0, flushes: 0 };
    let settled: RequestRecord[] = [];
    const { write } = createBatchWriter({ database, clock });
    const reads = createPastSpend({ database });
    const openKey = createOpening({
      ...{ admissions, clock },
      past: {
        ofKey: (query) => count(reads.ofKey(query)),
        ofProject: (query) => count(reads.ofProject(query)),
      },
      async flush() {
        counted.flushes += 1;
        await write(settled);
        settled = [];
      },
    });
    const count = <T>(reading: Promise<T>): Promise<T> => {
      counted.reads += 1;
      return reading;
    };
    const settle = (...records: RequestRecord[]) => settled.push(...records);
    return { database, clock, admissions, counted, openKey, write, settle };
  }

  const charged = (
    n: number,
    chargeNano: number,
    startedAtMs: number,
    changes: Partial<RequestRecord> = {},
  ) => closeRecord(n, { chargeNano, startedAtMs, ...changes });
  const left = (
    { admissions }: { admissions: ReturnType<typeof createMemoryAdmissions> },
    bounds: Bounds,
  ): number | undefined => {
    const fields = { windowsNano: bounds.windowsNano ?? {}, budgetNano: bounds.budgetNano ?? null };
    return admissions.admit(claimOf({ ...fields, holdNano: 10_000_000 }))?.left;
  };

  it('asks nothing of the database for a key without windows and a project without budget', async () => {
    const { counted, openKey, admissions } = await world();
    expect(openKey(accessOf({}), WALLET)).toBeUndefined();
    expect(admissions.key(KEY)).toMatchObject({ spentNano: 0, inFlight: 0 });
    expect(counted).toEqual({ reads: 0, flushes: 0 });
  });

  it('knows what the key spent in the last thirty days, hour by hour', async () => {
    const here = await world();
    await here.write([
      charged(1, 100, START_MS - 721 * HOUR_MS),
      charged(2, 20, START_MS - 720 * HOUR_MS),
      charged(3, 3, START_MS - 5 * HOUR_MS),
      charged(4, 4, START_MS, { model: 'another' }),
      charged(5, 50, START_MS, { keyId: 'key_2' }),
    ]);
    await here.openKey(accessOf({ windowsNano: { '30d': 1_000 } }), WALLET);
    expect(left(here, { windowsNano: { '30d': 1_000 } })).toBe(973);
    expect(left(here, { windowsNano: { '5h': 1_000 } })).toBe(993);
    here.clock.advance(HOUR_MS);
    expect(left(here, { windowsNano: { '30d': 1_000 } })).toBe(993);
    expect(left(here, { windowsNano: { '5h': 1_000 } })).toBe(996);
    expect(here.counted).toEqual({ reads: 1, flushes: 0 });
  });

  it('knows what the project spent this month, with all its keys', async () => {
    const here = await world();
    const monthMs = Date.UTC(2026, 9, 1);
    await here.write([
      charged(1, 100, monthMs - 1),
      charged(2, 20, monthMs),
      charged(3, 3, START_MS, { keyId: 'key_2' }),
    ]);
    const both = (['key_1', 'key_2'] as const).map((keyId) =>
      here.openKey(accessOf({ budgetNano: 1_000, keyId }), WALLET),
    );
    await Promise.all(both);
    expect(left(here, { budgetNano: 1_000 })).toBe(977);
    expect(here.counted.reads).toBe(1);
  });

  it('reads the past once, however often the key is read', async () => {
    const here = await world();
    const access = accessOf({ windowsNano: { '1d': 1_000 }, budgetNano: 1_000 });
    await here.write([charged(1, 100, START_MS)]);
    await here.openKey(access, WALLET);
    expect(here.openKey(access, WALLET)).toBeUndefined();
    expect(left(here, { windowsNano: { '1d': 1_000 } })).toBe(900);
    expect(here.counted.reads).toBe(2);
  });

  it('misses nothing when a limit comes to a key that is in use', async () => {
    const here = await world();
    here.openKey(accessOf({}), WALLET);
    const [before, running] = [claimOf({ holdNano: 500 }), claimOf({ holdNano: 500 })];
    here.admissions.admit(before);
    here.admissions.admit(running);
    here.admissions.settle(before, 70, 0);
    here.settle(charged(1, 70, START_MS));
    await here.openKey(accessOf({ windowsNano: { '5h': 1_000 }, budgetNano: 1_000 }), WALLET);
    here.admissions.settle(running, 30, 0);
    expect(left(here, { windowsNano: { '5h': 1_000 } })).toBe(900);
    expect(left(here, { budgetNano: 1_000 })).toBe(900);
    expect(here.counted.flushes).toBe(1);
  });

  it('tries again when the database did not answer', async () => {
    const here = await world();
    await here.write([charged(1, 100, START_MS)]);
    const access = accessOf({ windowsNano: { '5h': 1_000 } });
    const broken = createOpening({
      ...{ admissions: here.admissions, clock: here.clock, flush: async () => undefined },
      past: {
        ofKey: () => Promise.reject(new Error('the database is away')),
        ofProject: () => Promise.reject(new Error('the database is away')),
      },
    });
    await expect(broken(access, WALLET)).rejects.toThrow('away');
    await here.openKey(access, WALLET);
    expect(left(here, { windowsNano: { '5h': 1_000 } })).toBe(900);
  });
});
