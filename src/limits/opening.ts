import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { KeyAccess } from '../keys/api-key.ts';
import type { HourSpend, Openings } from './admissions.ts';
import { monthOf } from './project-month.ts';
import { hasSpendWindow, oldestHourMs } from './spend-hours.ts';

/** What was spent before this process counted. */
export interface PastSpend {
  /** What a key spent since a moment, by the hour. */
  ofKey(query: { readonly keyId: Id<'key'>; readonly fromMs: number }): Promise<readonly HourSpend[]>;
  /** What a project spent since a moment. */
  ofProject(query: {
    readonly organizationId: Id<'org'>;
    readonly projectId: Id<'proj'>;
    readonly fromMs: number;
  }): Promise<NanoUsd>;
}

/** What opening works with. */
export interface OpeningDeps {
  readonly admissions: Openings;
  readonly past: PastSpend;
  /** Brings everything that was settled by now into the database. */
  readonly flush: () => Promise<void>;
  readonly clock: Clock;
}

/** The money of the organization as the database has it. */
type StoredWallet = Parameters<Openings['openWallet']>[1];

/**
 * Makes a key that was read from the database known to the admissions. A promise alone when its past has to
 * be read: for the first key of a process that has a spend window or whose project has a budget. Counting
 * begins before the reading, so nothing is missed; what is settled in between may count twice, never less.
 */
export function createOpening(
  deps: OpeningDeps,
): (access: KeyAccess, wallet: StoredWallet) => Promise<void> | undefined {
  const { admissions, clock, past, flush } = deps;
  const months = new Map<Id<'proj'>, Promise<void>>();

  return (access, wallet) => {
    const { id: keyId, organizationId, projectId, quotaUsedNano, spendWindowsNano } = access.key;
    admissions.openWallet(organizationId, wallet);
    const known = admissions.openKey({ keyId, organizationId, projectId, spentNano: quotaUsedNano });
    const needsHours = hasSpendWindow(spendWindowsNano) && admissions.countHours(keyId);
    const needsMonth = access.project.monthlyBudgetNano !== null && admissions.countMonth(projectId);
    if (!needsHours && !needsMonth) {
      return undefined;
    }
    const isBehind = (needsHours && known.wasKeyKnown) || (needsMonth && known.wasProjectKnown);
    return (isBehind ? flush() : Promise.resolve()).then(async () => {
      await Promise.all([
        needsHours ? readHours(keyId) : undefined,
        needsMonth ? readMonthOnce(organizationId, projectId) : undefined,
      ]);
    });
  };

  async function readHours(keyId: Id<'key'>): Promise<void> {
    const fromMs = oldestHourMs(clock.nowMs());
    admissions.openHours(keyId, await past.ofKey({ keyId, fromMs }));
  }

  /** One read for all keys of a project, those that come while it is under way included. */
  function readMonthOnce(organizationId: Id<'org'>, projectId: Id<'proj'>): Promise<void> | undefined {
    const running = months.get(projectId);
    if (running !== undefined || !admissions.countMonth(projectId)) {
      return running;
    }
    const started = readMonth(organizationId, projectId).finally(() => months.delete(projectId));
    months.set(projectId, started);
    return started;
  }

  async function readMonth(organizationId: Id<'org'>, projectId: Id<'proj'>): Promise<void> {
    const { startMs } = monthOf(clock.nowMs());
    const spentNano = await past.ofProject({ organizationId, projectId, fromMs: startMs });
    admissions.openMonth(projectId, spentNano, startMs);
  }
}
