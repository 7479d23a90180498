import type { Clock } from '../core/clock.ts';
import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { LongHold } from './admissions.ts';
import type { KeyCounters } from './key-counters.ts';
import { capture, type KeyMoney, takeHold } from './money-counters.ts';

/** Money that stays held while nothing runs, by the task it is for. */
export interface LongHolds {
  /** Counts a hold that is taken of the key already. */
  keep(hold: LongHold, key: KeyCounters): void;
  /** Counts a hold that the wallet was opened with: of the key and its project. Once. */
  restore(hold: LongHold, key: KeyCounters): void;
  /** Gives the hold back and captures the cost. @throws when there is no such hold. */
  end(taskId: Id<'task'>, costNano: NanoUsd): void;
}

/** No holds yet. */
export function createLongHolds(clock: Clock): LongHolds {
  const holds = new Map<Id<'task'>, { readonly hold: LongHold; readonly money: KeyMoney }>();
  return {
    keep(hold, { money }) {
      holds.set(hold.taskId, { hold, money });
    },
    restore(hold, { money }) {
      if (!holds.has(hold.taskId)) {
        takeHold(money, hold.holdNano);
        money.wallet.heldNano -= hold.holdNano;
        holds.set(hold.taskId, { hold, money });
      }
    },
    end(taskId, costNano) {
      const held = holds.get(taskId);
      if (held === undefined) {
        throw new Error('nothing is held for this task: its hold has ended, or was never kept');
      }
      holds.delete(taskId);
      capture(held.money, held.hold, costNano, () => clock.nowMs());
    },
  };
}
