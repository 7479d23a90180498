import type { LedgerEntry, StatementTotals } from '../../billing/index.ts';
import { formatUsd } from '../../core/money.ts';
import { csvRow } from '../exports.ts';
import { formatTime } from '../moments.ts';
import { presentLedgerEntry } from './present-entry.ts';

/** What stands above the movements of a statement. */
export interface StatementHead extends StatementTotals {
  readonly organizationId: string;
  readonly month: string;
  readonly fromMs: number;
  readonly beforeMs: number;
}

const COLUMNS = [
  ...(['id', 'created_at', 'kind', 'amount', 'balance', 'request_id', 'key_id'] as const),
  ...(['source_id', 'idempotency_key', 'note'] as const),
];

/**
 * A statement as text. A part of it is read only when the one before was taken, so a slow reader costs no
 * memory. In the CSV every row says what remained after it; the first and the last row are the balances.
 */
export function writeStatement(
  head: StatementHead,
  entries: AsyncIterable<readonly LedgerEntry[]>,
  format: 'csv' | 'json',
): ReadableStream<Uint8Array> {
  const parts = format === 'csv' ? csvParts(head, entries) : jsonParts(head, entries);
  return ReadableStream.from(parts).pipeThrough(new TextEncoderStream());
}

async function* csvParts(
  head: StatementHead,
  entries: AsyncIterable<readonly LedgerEntry[]>,
): AsyncGenerator<string> {
  let balanceNano = head.openingNano;
  yield `${csvRow(COLUMNS)}\n${balanceRow('opening', head.fromMs, balanceNano)}\n`;
  for await (const part of entries) {
    let text = '';
    for (const entry of part) {
      balanceNano += entry.amountNano;
      const shown = { ...presentLedgerEntry(entry), balance: formatUsd(balanceNano) };
      text += `${csvRow(COLUMNS.map((column) => shown[column]))}\n`;
    }
    yield text;
  }
  yield `${balanceRow('closing', head.beforeMs, balanceNano)}\n`;
}

function balanceRow(kind: string, atMs: number, balanceNano: number): string {
  const shown: Partial<Record<string, string>> = {
    ...{ kind, created_at: formatTime(atMs), balance: formatUsd(balanceNano) },
  };
  return csvRow(COLUMNS.map((column) => shown[column] ?? null));
}

async function* jsonParts(
  head: StatementHead,
  entries: AsyncIterable<readonly LedgerEntry[]>,
): AsyncGenerator<string> {
  const totals = [...head.kinds].map(([kind, { count, amountNano }]) => [
    kind,
    { count, amount: formatUsd(amountNano) },
  ]);
  const shown = {
    ...{ object: 'statement', organization_id: head.organizationId, month: head.month },
    ...{ from: formatTime(head.fromMs), to: formatTime(head.beforeMs), currency: 'USD' },
    ...{ opening: formatUsd(head.openingNano), closing: formatUsd(head.closingNano) },
    totals: Object.fromEntries(totals),
  };
  yield `${JSON.stringify(shown).slice(0, -1)},"data":[`;
  let separator = '';
  for await (const part of entries) {
    let text = '';
    for (const entry of part) {
      text += `${separator}${JSON.stringify(presentLedgerEntry(entry))}`;
      separator = ',';
    }
    yield text;
  }
  yield ']}\n';
}
