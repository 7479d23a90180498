import { setImmediate as nextTurn } from 'node:timers/promises';
import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../db/index.ts';
import type { RowShape } from './flush/rows.ts';

/** 128 requests, or 512 entries of the ledger: on SQLite the thread is taken for less than a millisecond. */
const MAX_VALUES_PER_STATEMENT = 4_352;

/** A statement for one number of rows, made once, with the list that its values go into every time. */
interface Prepared {
  readonly query: CompiledQuery;
  readonly values: unknown[];
}

/** Inserts any number of rows into one table and returns how many the statement says went in. */
export type Insert<Source> = (tx: Transaction, sources: readonly Source[]) => Promise<number>;

/**
 * An insert of many rows. One at a time may run, because its lists are used again and again: new ones of
 * two thousand values for every statement go through fresh memory.
 * @param ending what follows the rows, such as what to do with a row that exists
 */
export function createInsert<Source>(
  table: string,
  shape: RowShape<Source>,
  ending: RawBuilder<unknown> = sql``,
): Insert<Source> {
  const prepared = new Map<number, Prepared>();
  const width = shape.columns.length;
  // Rows go in by powers of two, so that a handful of statements serve every batch.
  const maxRows = 2 ** Math.floor(Math.log2(MAX_VALUES_PER_STATEMENT / width));
  return async (tx, sources) => {
    let inserted = 0;
    let size = maxRows;
    for (let at = 0; at < sources.length; ) {
      while (size > sources.length - at) {
        size /= 2;
      }
      let statement = prepared.get(size);
      if (statement === undefined) {
        statement = prepare(tx, table, shape.columns, size, ending);
        prepared.set(size, statement);
      }
      fill(statement.values, shape, width, sources, at, size);
      at += size;
      const result = await tx.executeQuery(statement.query);
      inserted += Number(result.numAffectedRows ?? 0);
      // On SQLite a statement runs on this thread; requests that run get their turn between two of them.
      await nextTurn();
    }
    return inserted;
  };
}

function fill<Source>(
  values: unknown[],
  shape: RowShape<Source>,
  width: number,
  sources: readonly Source[],
  start: number,
  count: number,
): void {
  for (let row = 0; row < count; row += 1) {
    const source = sources[start + row];
    if (source !== undefined) {
      shape.write(values, row * width, source);
    }
  }
}

function prepare(
  tx: Transaction,
  table: string,
  columns: readonly string[],
  rows: number,
  ending: RawBuilder<unknown>,
): Prepared {
  const row = sql`(${sql.join(columns.map(() => null))})`;
  const list = sql.join(Array.from({ length: rows }, () => row));
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const text = sql`insert into ${sql.table(table)} (${names}) values ${list} ${ending}`.compile(tx).sql;
  const values = Array.from({ length: rows * columns.length }, () => null);
  // The builder freezes a list of values, and a frozen one cannot be filled again.
  return { query: { ...CompiledQuery.raw(text), parameters: values }, values };
}
