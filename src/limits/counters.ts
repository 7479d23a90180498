import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import { exactNano } from '../core/money.ts';
import type { Openings } from './admissions.ts';
import { lengthOfLine } from './concurrency-gate.ts';
import { createIdleKeys } from './idle-keys.ts';
import { createKeyCounters, type KeyCounters } from './key-counters.ts';
import { balanceOf, type ProjectCounters, spendOfKey, type WalletCounters } from './money-counters.ts';
import { createProjectMonth, spendInMonth } from './project-month.ts';
import { createSpendHours, spend, spentInWindows } from './spend-hours.ts';

/** What counters in memory work with. */
export interface CountersOptions {
  readonly clock: Clock;
  /** Whether a key that nobody uses would be opened again before its next claim, with all it has spent. */
  readonly mayForget?: (keyId: Id<'key'>) => boolean;
}

/** The counters of one process. */
export interface Counters extends Openings {
  /** A key's counters; undefined when it was not opened. */
  find(keyId: Id<'key'>): KeyCounters | undefined;
}

/** No counters yet; they come with the keys that are opened. */
export function createCounters({ clock, mayForget = () => false }: CountersOptions): Counters {
  const wallets = new Map<Id<'org'>, WalletCounters>();
  const projects = new Map<Id<'proj'>, ProjectCounters>();
  const keys = new Map<Id<'key'>, KeyCounters>();
  const idleKeys = createIdleKeys(keys, clock, mayForget);

  return {
    find: (keyId) => keys.get(keyId),
    openWallet(organizationId, { grantedNano, spentNano, heldNano }) {
      if (!wallets.has(organizationId)) {
        wallets.set(organizationId, { grantedNano, spentNano, heldNano });
      }
    },
    openKey({ keyId, organizationId, projectId, spentNano }) {
      const wallet = opened(wallets, organizationId);
      const wasProjectKnown = projects.has(projectId);
      if (!wasProjectKnown) {
        projects.set(projectId, { heldNano: 0, month: null, hasPast: false });
      }
      const wasKeyKnown = keys.has(keyId);
      if (!wasKeyKnown) {
        const project = opened(projects, projectId);
        const money = { wallet, project, heldNano: 0, spentNano, hours: null, hasPast: false };
        keys.set(keyId, createKeyCounters(money));
        idleKeys.sweep();
      }
      return { wasKeyKnown, wasProjectKnown };
    },
    countHours(keyId) {
      const { money } = opened(keys, keyId);
      money.hours ??= createSpendHours();
      return !money.hasPast;
    },
    openHours(keyId, hours) {
      const { money } = opened(keys, keyId);
      if (money.hours !== null && !money.hasPast) {
        money.hasPast = true;
        for (const { startMs, chargeNano } of hours) {
          spend(money.hours, chargeNano, startMs, clock.nowMs());
        }
      }
    },
    countMonth(projectId) {
      const project = opened(projects, projectId);
      project.month ??= createProjectMonth(clock.nowMs());
      return !project.hasPast;
    },
    openMonth(projectId, spentNano, atMs) {
      const project = opened(projects, projectId);
      if (project.month !== null && !project.hasPast) {
        project.hasPast = true;
        spendInMonth(project.month, spentNano, atMs, clock.nowMs());
      }
    },
    credit(organizationId, amountNano) {
      const wallet = wallets.get(organizationId);
      if (wallet !== undefined) {
        wallet.grantedNano = exactNano(wallet.grantedNano + amountNano);
      }
    },
    withdraw(organizationId, amountNano) {
      const wallet = opened(wallets, organizationId);
      const isThere = amountNano <= balanceOf(wallet).remainingNano;
      if (isThere) {
        wallet.grantedNano -= amountNano;
      }
      return isThere;
    },
    refund({ organizationId, keyId, amountNano, startedAtMs }) {
      const key = keys.get(keyId);
      if (key !== undefined) {
        spendOfKey(key.money, -amountNano, startedAtMs, () => clock.nowMs());
      }
      const wallet = wallets.get(organizationId);
      if (wallet !== undefined) {
        wallet.spentNano -= amountNano;
      }
    },
    wallet(organizationId) {
      const wallet = wallets.get(organizationId);
      return wallet === undefined ? null : balanceOf(wallet);
    },
    key(keyId) {
      const key = keys.get(keyId);
      if (key === undefined) {
        return null;
      }
      const { heldNano, spentNano } = key.money;
      return { heldNano, spentNano, inFlight: key.gate.running, waiting: lengthOfLine(key.gate) };
    },
    spentInWindows(keyId) {
      const hours = keys.get(keyId)?.money.hours ?? null;
      return hours === null ? null : spentInWindows(hours, clock.nowMs());
    },
  };
}

function opened<Name extends string, Value>(known: ReadonlyMap<Name, Value>, name: Name): Value {
  const value = known.get(name);
  if (value === undefined) {
    throw new Error('wallets are opened before keys, and keys before anything is counted of them');
  }
  return value;
}
