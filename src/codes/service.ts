import type { LedgerEntry, Page, Wallets } from '../billing/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import { type Database, refuseTaken } from '../db/index.ts';
import { generateCode, readCode } from './code-format.ts';
import {
  type CodeBatch,
  type CodeQuery,
  type CodeStatus,
  insertBatch,
  markRedeemed,
  type RedeemCode,
  selectBatch,
  selectBatches,
  selectBoxes,
  selectCode,
  selectCodes,
  setStatus,
} from './store.ts';

/** What a batch is made of. */
export interface NewBatch {
  readonly name: string;
  readonly amountNano: NanoUsd;
  readonly count: number;
  readonly expiresAtMs: number | null;
  /** What the audit log calls who makes it. */
  readonly createdBy: string;
}

/** A code and its string. */
export interface ShownCode {
  readonly id: Id<'code'>;
  readonly code: Secret;
}

/** Codes that turn into credit. */
export interface CodeService {
  /** @throws {Refusal} `invalid_request` naming the field; `conflict` for a name that is taken. */
  create(batch: NewBatch): Promise<{ readonly batch: CodeBatch; readonly codes: readonly ShownCode[] }>;
  listBatches(page: { limit: number; cursor: string | null }): Promise<Page<CodeBatch>>;
  /** @throws {Refusal} `not_found`. */
  getBatch(id: Id<'bat'>): Promise<CodeBatch>;
  /** The strings of those codes of a batch that may still be redeemed. @throws {Refusal} `not_found`. */
  reveal(id: Id<'bat'>): Promise<readonly ShownCode[]>;
  list(query: Omit<CodeQuery, 'nowMs'>): Promise<Page<RedeemCode>>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'code'>): Promise<RedeemCode>;
  /** Disables a code, or enables it again. @throws {Refusal} `not_found`; `conflict` when it was redeemed. */
  setStatus(id: Id<'code'>, status: 'active' | 'disabled'): Promise<RedeemCode>;
  /** Does so with every code of a batch that nobody redeemed. @throws {Refusal} `not_found`. */
  setBatchStatus(id: Id<'bat'>, status: 'active' | 'disabled'): Promise<CodeBatch>;
  /**
   * Turns a code into credit, once.
   * @throws {Refusal} `not_found` for what is no code; `conflict` when it was redeemed, disabled or has expired.
   */
  redeem(redemption: {
    readonly organizationId: Id<'org'>;
    readonly typed: string;
    /** What the audit log calls who redeems it. */
    readonly by: string;
  }): Promise<LedgerEntry>;
}

/** What the service works with. */
export interface CodeServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  readonly wallets: Pick<Wallets, 'move'>;
}

const MOST_CODES = 1_000;

const REASONS: Readonly<Record<Exclude<CodeStatus, 'active'>, string>> = {
  redeemed: 'This code was redeemed already',
  disabled: 'This code was disabled',
  expired: 'This code has expired',
};

/** The codes of one database. They are stored sealed, and found by a keyed hash. */
export function createCodeService(deps: CodeServiceDeps): CodeService {
  const { database, clock, box, wallets } = deps;
  return {
    create: (batch) => create(deps, batch),
    async listBatches(page) {
      return pageOf(await selectBatches(database.db, { ...page, limit: page.limit + 1 }), page.limit);
    },
    getBatch,
    async reveal(id) {
      await getBatch(id);
      const boxes = await selectBoxes(database.db, id);
      return boxes.map((row) => ({ id: row.id as Id<'code'>, code: box.open(row.code_box, row.id) }));
    },
    async list(query) {
      const wanted = { ...query, limit: query.limit + 1, nowMs: clock.nowMs() };
      return pageOf(await selectCodes(database.db, wanted), query.limit);
    },
    get,
    async setStatus(id, status) {
      await setStatus(database.db, { id }, status);
      const code = await get(id);
      if (code.status === 'redeemed') {
        throw new Refusal('conflict', { message: REASONS.redeemed });
      }
      return code;
    },
    async setBatchStatus(id, status) {
      await setStatus(database.db, { batchId: id }, status);
      return getBatch(id);
    },
    async redeem({ organizationId, typed, by }) {
      const code = await find(typed);
      const nowMs = clock.nowMs();
      return wallets.move(
        {
          ...{ organizationId, kind: 'redeem', amountNano: code.amountNano },
          ...{ note: `code …${code.last4}`, idempotencyKey: `${code.id}:redeem`, sourceId: code.id },
        },
        async (tx) => {
          if (!(await markRedeemed(tx, code.id, { organizationId, name: by, nowMs }))) {
            throw new Refusal('conflict', { message: REASONS.redeemed, param: 'code' });
          }
        },
      );
    },
  };

  async function find(typed: string): Promise<RedeemCode> {
    const read = readCode(typed);
    const nowMs = clock.nowMs();
    const code =
      read && (await selectCode(database.db, { lookupHash: box.lookupHash(read.reveal()) }, nowMs));
    if (!code) {
      throw new Refusal('not_found', { message: 'There is no such code', param: 'code' });
    }
    if (code.status !== 'active') {
      throw new Refusal('conflict', { message: REASONS[code.status], param: 'code' });
    }
    return code;
  }

  async function get(id: Id<'code'>): Promise<RedeemCode> {
    const code = await selectCode(database.db, { id }, clock.nowMs());
    return code ?? refuseMissing('code', id);
  }

  async function getBatch(id: Id<'bat'>): Promise<CodeBatch> {
    return (await selectBatch(database.db, id)) ?? refuseMissing('batch of codes', id);
  }
}

async function create({ database, clock, ids, box }: CodeServiceDeps, batch: NewBatch) {
  const nowMs = clock.nowMs();
  check(batch, nowMs);
  const { name, amountNano, count, expiresAtMs, createdBy } = batch;
  const id = ids.next('bat');
  const codes = Array.from({ length: count }, () => ({ id: ids.next('code'), code: generateCode() }));
  const rows = codes.map((made) => ({
    ...{ id: made.id, batch_id: id, lookup_hash: box.lookupHash(made.code.reveal()) },
    ...{ code_box: box.seal(made.code, made.id), last4: made.code.reveal().slice(-4) },
    ...{ status: 'active' as const, organization_id: null, redeemed_at: null, redeemed_by: null },
  }));
  const row = {
    ...{ id, name, amount_nano: amountNano, count, expires_at: expiresAtMs },
    ...{ created_by: createdBy, created_at: nowMs },
  };
  await refuseTaken(`a batch called "${name}" exists already`, () =>
    database.transaction((tx) => insertBatch(tx, row, rows)),
  );
  const made = { id, name, amountNano, count, redeemed: 0, disabled: 0, expiresAtMs, createdBy };
  return { batch: { ...made, createdAtMs: nowMs }, codes };
}

function check({ amountNano, count, expiresAtMs }: NewBatch, nowMs: number): void {
  if (!(amountNano > 0)) {
    throw invalidField('amount', 'must be more than zero');
  }
  if (!Number.isInteger(count) || count < 1 || count > MOST_CODES) {
    throw invalidField('count', `must be a whole number from 1 to ${MOST_CODES}`);
  }
  if (expiresAtMs !== null && expiresAtMs <= nowMs) {
    throw invalidField('expires_at', 'must be in the future');
  }
}

function pageOf<Item extends { readonly id: string }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function refuseMissing(what: string, id: string): never {
  throw new Refusal('not_found', { message: `there is no ${what} ${id}` });
}
