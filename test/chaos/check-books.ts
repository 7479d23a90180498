import { expect } from 'vitest';
import { parseUsd } from '../../src/core/money.ts';
import type { RequestsTable } from '../../src/db/tables.ts';
import { type Books, sum, tokensOf } from './books.ts';
import type { Aftermath } from './kill-rounds.ts';
import type { Seen } from './load.ts';
import { readTold } from './told.ts';

/** The answers that came whole are settled, each once, each at what it says itself. */
export function checkCompleted({ seen, books }: Aftermath): void {
  const wrong: unknown[] = [];
  for (const one of seen.filter(({ isComplete }) => isComplete)) {
    const row = books.requests.get(one.id ?? '');
    const told = readTold(one);
    const charges = books.charges.filter(({ request_id }) => request_id === one.id);
    const isRight =
      row?.state === 'settled' &&
      row.charge_nano === told.costNano &&
      tokensOf(row) === told.tokens &&
      row.uncollected_nano === 0 &&
      books.attempts.get(row.id) === 1 &&
      charges.length === 1 &&
      charges[0]?.amount_nano === -told.costNano;
    if (!isRight) {
      wrong.push({ path: one.asked.path, id: one.id, told, row, charges });
    }
  }
  expect(wrong).toEqual([]);
}

/** Whoever got the head of an answer finds the request in the log; what was cut by a kill is free. */
export function checkInterrupted({ seen, books }: Aftermath): void {
  const missing = seen.filter(({ id }) => id !== null && !books.requests.has(id));
  expect(missing.map(({ id, asked }) => ({ id, path: asked.path }))).toEqual([]);
  expect(seen.filter(({ status }) => status !== null && status !== 200)).toEqual([]);
  const rows = [...books.requests.values()];
  // A client that leaves before its body was read is refused; nothing else is, and nothing fails.
  const others = rows.filter(({ state }) => state !== 'settled' && state !== 'interrupted');
  expect(others.filter((row) => row.error_code !== 'request_timeout' || row.charge_nano !== 0)).toEqual([]);
  const charged = new Set(books.charges.map(({ request_id }) => request_id));
  const interrupted = rows.filter(({ state }) => state === 'interrupted');
  expect(interrupted.length).toBeGreaterThan(0);
  expect(interrupted.filter(({ id, charge_nano }) => charge_nano !== 0 || charged.has(id))).toEqual([]);
  expect(interrupted.filter(({ id }) => books.attempts.has(id))).toEqual([]);
}

/** Requests, ledger, wallet, keys and hours tell of the same money, and none of it twice. */
export function checkSums({ books, wallets, quietWallet }: Aftermath): void {
  const rows = [...books.requests.values()];
  const total = sum(rows.map(({ charge_nano }) => charge_nano));
  expect(new Set(books.charges.map(({ request_id }) => request_id)).size).toBe(books.charges.length);
  expect(-sum(books.charges.map(({ amount_nano }) => amount_nano))).toBe(total);
  expect(books.wallet).toEqual({ granted: parseUsd('100'), spent: total, held: 0 });
  expect(sum(books.credits.map(({ amount_nano }) => amount_nano))).toBe(books.wallet.granted);
  const counted = rows.filter(({ state }) => state !== 'refused').length;
  expect(books.hours).toEqual({ requests: counted, chargeNano: total });
  for (const [keyId, used] of books.quotaUsed) {
    expect(used).toBe(
      sum(rows.filter(({ key_id }) => key_id === keyId).map(({ charge_nano }) => charge_nano)),
    );
    expect(used).toBeGreaterThan(0);
  }
  for (const wallet of [...wallets, quietWallet]) {
    expect(wallet).toMatchObject({ granted: '100', held: '0' });
    expect(parseUsd(wallet.remaining) + parseUsd(wallet.spent)).toBe(parseUsd(wallet.granted));
  }
  expect(parseUsd(quietWallet.spent)).toBe(total);
}

/**
 * The provider's bill and ours: no model is settled below what clients got whole, and none by the
 * provider's count above what the provider generated, cut answers included.
 */
export function checkBill({ seen, books, bill }: Aftermath): void {
  const rows = [...books.requests.values()].filter(({ state }) => state === 'settled');
  const models = Object.assign({}, ...Object.values(bill.credentials).map((one) => one.models)) as Record<
    string,
    (typeof bill)['total']
  >;
  expect(Object.keys(models).sort()).toEqual(['claude-test', 'gemini-test', 'gpt-test']);
  for (const [model, billed] of Object.entries(models)) {
    const counted = rows.filter((row) => row.model === model && row.usage_source === 'upstream');
    const whole = seen.filter(({ isComplete, asked }) => isComplete && asked.model === model);
    const delivered = sum(whole.map((one) => readTold(one).tokens));
    expect(whole.length).toBeGreaterThan(0);
    expect(tokensOfAll(counted)).toBeGreaterThanOrEqual(delivered);
    expect(tokensOfAll(counted)).toBeLessThanOrEqual(sum(Object.values(billed.tokens)));
    expect(counted.length).toBeLessThanOrEqual(billed.requests);
    expect(whole.length).toBeLessThanOrEqual(billed.completed);
  }
}

/** One line that says how much was tried, so that a run that tried nothing is seen. */
export function describeAftermath({ seen, books }: Aftermath): string {
  const count = (state: RequestsTable['state']) => countRows(books, state);
  const complete = seen.filter((one: Seen) => one.isComplete).length;
  return `${seen.length} sent, ${complete} complete, ${count('settled')} settled, ${count('interrupted')} interrupted`;
}

function countRows(books: Books, state: RequestsTable['state']): number {
  return [...books.requests.values()].filter((row) => row.state === state).length;
}

function tokensOfAll(rows: readonly RequestsTable[]): number {
  return sum(rows.map(tokensOf));
}
