import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Balance } from '../limits/index.ts';
import { checkBooks } from './check-books.ts';
import { entryOf, type LedgerEntry } from './ledger-entry.ts';
import { createMove, type Move, type MovementsOptions } from './movements.ts';
import { createRefund, type Refund } from './refunds.ts';
import { type StatementQuery, type StatementTotals, statementEntries, statementTotals } from './statement.ts';
import { findWallet, type LedgerPage, listEntries } from './wallet-store.ts';

/** A part of a list; `nextCursor` is null at its end. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** An amount that goes in or out of a wallet, and what the ledger says of it. */
interface Amount {
  readonly organizationId: Id<'org'>;
  readonly amountNano: NanoUsd;
  readonly note: string | null;
}

/** The wallets of organizations. */
export interface Wallets {
  /**
   * The counters as they are now: those of the running gateway when it knows the wallet, else what is stored.
   * @throws {Refusal} `not_found`
   */
  read(organizationId: Id<'org'>): Promise<Balance>;
  /**
   * Adds credit: in the ledger and the database first, then for running requests.
   * @throws {Refusal} `not_found`, or `invalid_request` when the amount is not positive or leaves the range.
   */
  credit(credit: Amount): Promise<LedgerEntry>;
  /** Credit that is given once in the life of a wallet. @throws {Refusal} as `credit`; `conflict` after that. */
  grant(credit: Amount): Promise<LedgerEntry>;
  /**
   * Corrects a wallet for a reason, in either direction.
   * @throws {Refusal} `not_found`; `invalid_request` for zero, or for less than nothing would remain.
   */
  adjust(adjustment: Amount & { readonly note: string }): Promise<LedgerEntry>;
  readonly refund: Refund;
  /** Any other movement, together with what it is for. */
  readonly move: Move;
  /** Movements, newest first. */
  ledger(page: LedgerPage): Promise<Page<LedgerEntry>>;
  /** What a month comes to. @throws {Refusal} `not_found`. */
  statementTotals(query: StatementQuery): Promise<StatementTotals>;
  /** Every movement of a month, oldest first, in parts that are read when they are asked for. */
  statementEntries(query: StatementQuery): AsyncGenerator<readonly LedgerEntry[]>;
  /** Organizations and keys whose counters do not agree with what is written of them; empty when all do. */
  checkInvariant(): Promise<readonly string[]>;
}

/** The wallets of one database. */
export function createWallets(options: MovementsOptions): Wallets {
  const { database, clock, admissions } = options;
  const move = createMove(options);
  return {
    async read(organizationId) {
      return admissions.wallet(organizationId) ?? stored(organizationId);
    },
    credit: async (credit) => move({ ...positive(credit), kind: 'credit' }),
    grant: async (credit) =>
      move({ ...positive(credit), kind: 'grant', idempotencyKey: `${credit.organizationId}:grant` }),
    adjust: (adjustment) => move({ ...adjustment, kind: 'adjustment' }),
    refund: createRefund(options),
    move,
    async ledger(page) {
      const rows = await listEntries(database.db, { ...page, limit: page.limit + 1 });
      const items = rows.slice(0, page.limit).map(entryOf);
      return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
    },
    async statementTotals(query) {
      await stored(query.organizationId);
      return statementTotals(database.db, query);
    },
    statementEntries: (query) => statementEntries(database.db, query),
    checkInvariant: () => checkBooks(database.db, clock.nowMs()),
  };

  async function stored(organizationId: Id<'org'>): Promise<Balance> {
    const wallet = await findWallet(database.db, organizationId);
    if (wallet === undefined) {
      throw new Refusal('not_found');
    }
    const { granted_nano: grantedNano, spent_nano: spentNano, held_nano: heldNano } = wallet;
    return { grantedNano, remainingNano: grantedNano - spentNano - heldNano, heldNano, spentNano };
  }
}

function positive(credit: Amount): Amount {
  if (!(credit.amountNano > 0)) {
    throw invalidField('amount', 'must be more than zero');
  }
  return credit;
}
