import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Database } from '../db/index.ts';
import type { LedgerEntriesTable, LedgerKind } from '../db/tables.ts';
import type { Admissions, Balance } from '../limits/index.ts';
import { findBrokenWallets, findWallet, grant, insertEntry, listEntries } from './wallet-store.ts';

/** One movement of a wallet. */
export interface LedgerEntry {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: LedgerKind;
  /** Positive for what gives, negative for what takes. */
  readonly amountNano: NanoUsd;
  /** What it happens once by; no other movement has the same. */
  readonly idempotencyKey: string;
  /** What it came from beside a request: the id of a task, a code, a payment. */
  readonly sourceId: string | null;
  readonly requestId: string | null;
  readonly keyId: string | null;
  readonly note: string | null;
  readonly createdAtMs: number;
}

/** A part of a list; `nextCursor` is null at its end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** The wallets of organizations. */
export interface Wallets {
  /**
   * The counters as they are now: those of the running gateway when it knows the wallet, else what is stored.
   * @throws {Refusal} `not_found`
   */
  read(organizationId: Id<'org'>): Promise<Balance>;
  /**
   * Grants credit: in the ledger and the database first, then for running requests.
   * @throws {Refusal} `not_found`, or `invalid_request` when the amount is not positive or leaves the range.
   */
  credit(credit: {
    organizationId: Id<'org'>;
    amountNano: NanoUsd;
    note: string | null;
  }): Promise<LedgerEntry>;
  /** Movements, newest first. */
  ledger(page: {
    organizationId: Id<'org'>;
    limit: number;
    cursor: string | null;
  }): Promise<Page<LedgerEntry>>;
  /**
   * Organizations where granted = remaining + held + spent does not hold by the ledger: credits must sum up
   * to what was granted, charges to what was spent, and nothing may be overdrawn. Reads the whole ledger.
   */
  checkInvariant(): Promise<readonly string[]>;
}

/** What wallets work with. */
export interface WalletsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly admissions: Admissions;
}

/** The wallets of one database. */
export function createWallets({ database, clock, ids, admissions }: WalletsOptions): Wallets {
  return {
    async read(organizationId) {
      return admissions.wallet(organizationId) ?? storedBalance(await stored(organizationId));
    },
    async credit({ organizationId, amountNano, note }) {
      if (!Number.isSafeInteger(amountNano) || amountNano <= 0) {
        throw invalidField('amount', 'must be more than zero');
      }
      const entry: LedgerEntriesTable = {
        id: ids.next('led'),
        organization_id: organizationId,
        kind: 'credit',
        amount_nano: amountNano,
        request_id: null,
        key_id: null,
        note,
        idempotency_key: null,
        source_id: null,
        created_at: clock.nowMs(),
      };
      // Known before the transaction, so that no read of the database that is under way meanwhile can open
      // the wallet without this credit, or with it and have it added twice.
      admissions.openWallet(organizationId, storedBalance(await stored(organizationId)));
      await database.transaction(async (tx) => {
        const change = { organizationId, amountNano, maxNano: Number.MAX_SAFE_INTEGER, nowMs: clock.nowMs() };
        if (!(await grant(tx, change))) {
          throw invalidField('amount', 'takes the wallet past the largest amount there is');
        }
        await insertEntry(tx, entry);
      });
      admissions.credit(organizationId, amountNano);
      return entryOf(entry);
    },
    async ledger(page) {
      const rows = await listEntries(database.db, { ...page, limit: page.limit + 1 });
      const items = rows.slice(0, page.limit).map(entryOf);
      return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
    },
    checkInvariant: () => findBrokenWallets(database.db),
  };

  async function stored(organizationId: Id<'org'>) {
    const wallet = await findWallet(database.db, organizationId);
    if (wallet === undefined) {
      throw new Refusal('not_found');
    }
    return wallet;
  }
}

function storedBalance(wallet: { granted_nano: number; spent_nano: number; held_nano: number }): Balance {
  return {
    grantedNano: wallet.granted_nano,
    remainingNano: wallet.granted_nano - wallet.spent_nano - wallet.held_nano,
    heldNano: wallet.held_nano,
    spentNano: wallet.spent_nano,
  };
}

function entryOf(row: LedgerEntriesTable): LedgerEntry {
  return {
    id: row.id,
    organizationId: row.organization_id,
    kind: row.kind,
    amountNano: row.amount_nano,
    idempotencyKey: row.idempotency_key ?? (row.request_id === null ? row.id : `${row.request_id}:charge`),
    sourceId: row.source_id,
    requestId: row.request_id,
    keyId: row.key_id,
    note: row.note,
    createdAtMs: row.created_at,
  };
}
