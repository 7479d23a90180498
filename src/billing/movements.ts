import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { formatUsd, type NanoUsd } from '../core/money.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import { type Database, isUniqueViolation, type Transaction } from '../db/index.ts';
import type { LedgerEntriesTable, LedgerKind } from '../db/tables.ts';
import type { Admissions } from '../limits/index.ts';
import { entryOf, type LedgerEntry } from './ledger-entry.ts';
import { changeGranted, findWallet, hasEntry, insertEntry } from './wallet-store.ts';

/** A change of what a wallet was granted. */
export interface Movement {
  readonly organizationId: Id<'org'>;
  readonly kind: Extract<
    LedgerKind,
    'credit' | 'grant' | 'redeem' | 'payment' | 'payment_refund' | 'adjustment'
  >;
  /** More than zero gives, less takes. */
  readonly amountNano: NanoUsd;
  readonly note: string | null;
  /** What it happens once by; left out where nothing can repeat it. */
  readonly idempotencyKey?: string;
  /** The id of the code or the payment it comes from. */
  readonly sourceId?: string;
}

/** What movements work with. */
export interface MovementsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly admissions: Admissions;
}

/**
 * Moves money in or out of a wallet, in one transaction with what `work` does before.
 * @throws {Refusal} `not_found` for a wallet that is not there, `invalid_request` for an amount that is zero,
 *   leaves the range or takes more than remains, `conflict` for a movement that was made already.
 */
export type Move = (movement: Movement, work?: (tx: Transaction) => Promise<void>) => Promise<LedgerEntry>;

/**
 * What takes does so from running requests first and in the database next, what gives the other way round:
 * so nobody is admitted with money that the database may turn out not to have.
 */
export function createMove({ database, clock, ids, admissions }: MovementsOptions): Move {
  return async (movement, work = async () => undefined) => {
    const { organizationId, amountNano } = movement;
    if (!Number.isSafeInteger(amountNano) || amountNano === 0) {
      throw invalidField('amount', 'must be an amount that is not zero');
    }
    await open(organizationId);
    const row = rowOf(movement, ids.next('led'), clock.nowMs());
    if (amountNano > 0) {
      await write(row, work);
      admissions.credit(organizationId, amountNano);
    } else {
      await take(row, work);
    }
    return entryOf(row);
  };

  /**
   * Known before the transaction, so that no read of the database that is under way meanwhile can open the
   * wallet without this movement, or with it and have it made twice.
   */
  async function open(organizationId: Id<'org'>): Promise<void> {
    const wallet = await findWallet(database.db, organizationId);
    if (wallet === undefined) {
      throw new Refusal('not_found');
    }
    admissions.openWallet(organizationId, {
      grantedNano: wallet.granted_nano,
      spentNano: wallet.spent_nano,
      heldNano: wallet.held_nano,
    });
  }

  async function take(row: LedgerEntriesTable, work: (tx: Transaction) => Promise<void>): Promise<void> {
    const organizationId = row.organization_id as Id<'org'>;
    const takenNano = -row.amount_nano;
    if (!admissions.withdraw(organizationId, takenNano)) {
      throw tooMuch(admissions, organizationId);
    }
    try {
      await write(row, work);
    } catch (error) {
      // Where the commit is in doubt and cannot be asked for, the money stays taken until the next start.
      if (!(await hasEntry(database.db, row).catch(() => true))) {
        admissions.credit(organizationId, takenNano);
      }
      throw error;
    }
  }

  async function write(row: LedgerEntriesTable, work: (tx: Transaction) => Promise<void>): Promise<void> {
    try {
      await database.transaction(async (tx) => {
        await work(tx);
        await insertEntry(tx, row);
        if (!(await changeGranted(tx, row, Number.MAX_SAFE_INTEGER))) {
          throw invalidField('amount', 'takes the wallet past the largest amount there is, or below zero');
        }
      });
    } catch (error) {
      throw isUniqueViolation(error)
        ? new Refusal('conflict', { message: 'This was done already', cause: error })
        : error;
    }
  }
}

function rowOf(movement: Movement, id: Id<'led'>, nowMs: number): LedgerEntriesTable {
  return {
    id,
    organization_id: movement.organizationId,
    kind: movement.kind,
    amount_nano: movement.amountNano,
    request_id: null,
    key_id: null,
    note: movement.note,
    idempotency_key: movement.idempotencyKey ?? null,
    source_id: movement.sourceId ?? null,
    created_at: nowMs,
  };
}

function tooMuch(admissions: Admissions, organizationId: Id<'org'>): Refusal {
  const remaining = admissions.wallet(organizationId)?.remainingNano ?? 0;
  return invalidField('amount', `takes more than remains: ${formatUsd(remaining)} USD`);
}
