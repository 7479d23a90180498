import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { RequestRow, TestGateway } from '../gateway.ts';
import type { Heard } from './ask.ts';

const PATIENCE_MS = 8_000;

/** A request row with everything that money depends on. */
export interface LedgerRow extends RequestRow {
  readonly key_id: string;
  readonly operation: string;
  readonly stream: boolean;
  readonly error_code: string | null;
  readonly usage_source: string;
  readonly client_gone: boolean;
  readonly charge: { readonly amount: string; readonly uncollected: string; readonly hold: string };
}

/** Waits until something is true, and says what it was waiting for when it never is. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (performance.now() > endMs) {
      throw new Error(`waited in vain until ${what}`);
    }
    await delay(20);
  }
}

/** Every request row there is, newest first. */
async function allRows(gateway: TestGateway): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await gateway.manage<{ data: LedgerRow[]; next_cursor: string | null }>(
      'GET',
      `/requests?limit=100${query}`,
    );
    rows.push(...body.data);
    cursor = body.next_cursor;
  } while (cursor !== null);
  return rows;
}

/** Waits until there are so many rows. One too many shows itself at the next call, if not at this one. */
export async function rowsOnceThereAre(gateway: TestGateway, count: number): Promise<LedgerRow[]> {
  await until(`there are ${count} rows`, async () => (await allRows(gateway)).length >= count);
  const rows = await allRows(gateway);
  expect(rows).toHaveLength(count);
  expect(new Set(rows.map((row) => row.id)).size).toBe(count);
  return rows;
}

/** Decimal USD as whole nano-dollars, by text alone. */
export function nanoOf(usd: string): number {
  const [whole = '0', part = ''] = usd.split('.');
  return Number(whole) * 1_000_000_000 + Number(part.padEnd(9, '0'));
}

/** Nothing is held any more, nothing is lost, and what was spent is what the rows were charged. */
export async function expectSoundWallet(gateway: TestGateway, rows: readonly LedgerRow[]): Promise<void> {
  await until('nothing is held', async () => (await gateway.wallet()).held === '0');
  const { granted, remaining, held, spent } = await gateway.wallet();
  expect(nanoOf(granted)).toBe(nanoOf(remaining) + nanoOf(held) + nanoOf(spent));
  expect(nanoOf(spent)).toBe(rows.reduce((sum, row) => sum + nanoOf(row.charge.amount), 0));
}

/** The row of the newest of `count` requests, which must be the one whose answer was heard, over a sound wallet. */
export async function newestRow(
  gateway: TestGateway,
  count: number,
  heard: Pick<Heard, 'headers'>,
): Promise<LedgerRow> {
  const rows = await rowsOnceThereAre(gateway, count);
  await expectSoundWallet(gateway, rows);
  const [row] = rows;
  expect(row?.id).toBe(heard.headers['x-request-id']);
  if (row === undefined) {
    throw new Error('there is no row');
  }
  return row;
}
