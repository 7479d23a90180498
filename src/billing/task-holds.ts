import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import { Refusal } from '../core/refusal.ts';
import type { Database, Transaction } from '../db/index.ts';
import type { LedgerKind, TaskHoldsTable } from '../db/tables.ts';
import type { Admissions, Claim, LongHold } from '../limits/index.ts';
import { createHourSums } from './flush/hour-sums.ts';
import { storedModel } from './flush/stored-model.ts';
import { createHourWriter } from './hour-store.ts';
import * as store from './task-hold-store.ts';
import { insertEntry } from './wallet-store.ts';

/** What is set aside for a task: what its claim was granted, and the model its cost is counted under. */
export interface NewTaskHold extends LongHold {
  readonly model: string;
}

/** A hold that has ended. */
export interface EndedHold {
  readonly taskId: Id<'task'>;
  /** What the wallet paid. */
  readonly chargeNano: NanoUsd;
  /** What it got back. */
  readonly releasedNano: NanoUsd;
  /** What the task cost beyond its hold; nobody pays it. */
  readonly uncollectedNano: NanoUsd;
}

/**
 * Money that is set aside for tasks. A hold is admitted in memory first, as that of a request, so that no
 * running request can spend it; the database is written next. It ends the other way round: in the database,
 * in the transaction that ends the task, and then in memory (`confirmEnd`), so that nobody spends what is
 * not free yet.
 */
export interface TaskHolds {
  /**
   * Turns a claim that was granted into the hold of a task, in one transaction with what `work` does. The
   * claim is over afterwards, whatever happens: with the money held, or, when this throws, given back.
   * @throws what `work` throws; {Refusal} `insufficient_credits` as `holdInWallet`.
   */
  holdFor<T>(
    claim: Claim,
    task: { readonly taskId: Id<'task'>; readonly model: string },
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T>;
  /**
   * The part of `holdFor` in the database: sets the amount aside if the wallet has it without its holds.
   * @throws {Refusal} `insufficient_credits`. A second hold of one task breaks its unique keys and throws.
   */
  holdInWallet(tx: Transaction, hold: NewTaskHold): Promise<void>;
  /** Ends a hold with a cost, of which no more than the hold is charged. Null when the hold had ended. */
  captureHold(
    tx: Transaction,
    end: { readonly taskId: Id<'task'>; readonly costNano: NanoUsd },
  ): Promise<EndedHold | null>;
  /** Ends a hold and gives all of it back. Null when it had ended. */
  releaseHold(tx: Transaction, taskId: Id<'task'>): Promise<EndedHold | null>;
  /** Tells the running counters; once, after the transaction was committed. Nothing happens for null. */
  confirmEnd(ended: EndedHold | null): void;
  /** Makes the holds of earlier runs known to the counters; before anything is served. Says how many. */
  restore(): Promise<number>;
}

/** What holds work with. */
export interface TaskHoldsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly admissions: Admissions;
}

/** The holds of one database. */
export function createTaskHolds({ database, clock, ids, admissions }: TaskHoldsOptions): TaskHolds {
  return {
    async holdFor(claim, { taskId, model }, work) {
      let isStored = false;
      try {
        const made = await database.transaction(async (tx) => {
          await holdInWallet(tx, { ...claim, taskId, model });
          return work(tx);
        });
        isStored = true;
        return made;
      } catch (error) {
        // A connection that breaks during a commit leaves open whether it happened. Where that cannot be
        // asked, the money stays held in memory until the next start, since the database may hold it too.
        isStored = await store.hasHold(database.db, taskId).catch(() => true);
        throw error;
      } finally {
        if (isStored) {
          admissions.keepHold(claim, taskId);
        } else {
          admissions.settle(claim, 0, 0);
        }
      }
    },
    holdInWallet,
    captureHold: (tx, { taskId, costNano }) => endHold(tx, taskId, costNano),
    releaseHold: (tx, taskId) => endHold(tx, taskId, 0),
    confirmEnd(ended) {
      if (ended !== null) {
        admissions.endHold(ended.taskId, ended.chargeNano);
      }
    },
    async restore() {
      const stored = await store.selectHolds(database.db);
      for (const row of stored) {
        restoreOne(admissions, row);
      }
      return stored.length;
    },
  };

  async function holdInWallet(tx: Transaction, hold: NewTaskHold): Promise<void> {
    const row: TaskHoldsTable = {
      task_id: hold.taskId,
      organization_id: hold.organizationId,
      project_id: hold.projectId,
      key_id: hold.keyId,
      model: storedModel(hold.model),
      amount_nano: hold.holdNano,
      started_at: hold.startedAtMs,
    };
    await addEntry(tx, row, 'hold', -row.amount_nano);
    if (!(await store.holdOfWallet(tx, row, clock.nowMs()))) {
      throw new Refusal('insufficient_credits');
    }
    await store.insertHold(tx, row);
  }

  /** The order of tables is that of a batch of requests, so that no two transactions wait for each other. */
  async function endHold(tx: Transaction, taskId: Id<'task'>, costNano: NanoUsd): Promise<EndedHold | null> {
    const hold = await store.takeHoldOut(tx, taskId);
    if (hold === undefined) {
      return null;
    }
    const chargeNano = Math.min(costNano, hold.amount_nano);
    await addEntry(tx, hold, 'release', hold.amount_nano);
    await addEntry(tx, hold, 'capture', -chargeNano);
    if (chargeNano > 0) {
      const { model, started_at: atMs } = hold;
      const hours = createHourSums();
      hours.addCharge({ ...ownerOf(hold), model, startedAtMs: atMs, chargeNano });
      // A writer of its own, because several tasks may end at once.
      await createHourWriter()(tx, hours.sorted(), clock.nowMs());
    }
    const end = { hold, chargeNano, nowMs: clock.nowMs() };
    await store.endOnWallet(tx, end);
    await store.addToKey(tx, end);
    return {
      taskId,
      chargeNano,
      releasedNano: hold.amount_nano - chargeNano,
      uncollectedNano: costNano - chargeNano,
    };
  }

  async function addEntry(
    tx: Transaction,
    { task_id: taskId, organization_id, key_id }: TaskHoldsTable,
    kind: LedgerKind,
    amountNano: NanoUsd,
  ): Promise<void> {
    // What is free on purpose moves nothing.
    if (amountNano === 0) {
      return;
    }
    await insertEntry(tx, {
      ...{ id: ids.next('led'), organization_id, kind, amount_nano: amountNano, key_id },
      ...{ request_id: null, note: null, idempotency_key: `${taskId}:${kind}`, source_id: taskId },
      created_at: clock.nowMs(),
    });
  }
}

function ownerOf(hold: TaskHoldsTable) {
  return {
    organizationId: hold.organization_id as Id<'org'>,
    projectId: hold.project_id as Id<'proj'>,
    keyId: hold.key_id as Id<'key'>,
  };
}

function restoreOne(admissions: Admissions, row: store.StoredHold): void {
  const owner = ownerOf(row);
  admissions.openWallet(owner.organizationId, {
    grantedNano: row.granted_nano,
    spentNano: row.spent_nano,
    heldNano: row.held_nano,
  });
  admissions.openKey({ ...owner, spentNano: row.quota_used_nano });
  admissions.restoreHold({
    ...owner,
    taskId: row.task_id as Id<'task'>,
    startedAtMs: row.started_at,
    holdNano: row.amount_nano,
  });
}
