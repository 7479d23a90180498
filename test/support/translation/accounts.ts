import type { Tokens } from '../../../simulator/tokens.ts';
import { type Measured, totalInputTokens, totalOutputTokens } from '../../../src/canonical/index.ts';
import type { TestGateway } from '../gateway.ts';
import type { RequestRow } from '../gateway-client.ts';
import { MATRIX_PRICE_NANO } from './matrix-gateway.ts';

/** What every dialect says of a use: the kinds that not all of them tell apart are one. */
export interface Counted {
  readonly input: number;
  readonly cacheRead: number;
  readonly output: number;
}

/** A use as a client was told it. */
export function countedBy(measured: Measured | null): Counted | null {
  if (measured === null) {
    return null;
  }
  const { usage } = measured;
  const { cacheReadTokens: cacheRead } = usage;
  return { input: totalInputTokens(usage), cacheRead, output: totalOutputTokens(usage) };
}

/** A use as it was billed. */
export function countedIn(billed: Readonly<Tokens>): Counted {
  const { input, cache_read, cache_write_5m, cache_write_1h, audio_input } = billed;
  return {
    input: input + cache_read + cache_write_5m + cache_write_1h + audio_input,
    cacheRead: cache_read,
    output: billed.output + billed.reasoning + billed.audio_output,
  };
}

/** What a use costs at the prices of the matrix, in nano-dollars. */
export function priceNanoOf(billed: Readonly<Tokens>): number {
  const kinds = Object.keys(MATRIX_PRICE_NANO) as (keyof typeof MATRIX_PRICE_NANO)[];
  return kinds.reduce((sum, kind) => sum + billed[kind] * MATRIX_PRICE_NANO[kind], 0);
}

/** Every row of the request log by its id, once so many are in the database. */
export async function allRows(gateway: TestGateway, count: number): Promise<ReadonlyMap<string, RequestRow>> {
  const rows = new Map<string, RequestRow>();
  for (let tries = 0; tries < 100 && rows.size < count; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await readRows(gateway, rows);
  }
  return rows;
}

async function readRows(gateway: TestGateway, rows: Map<string, RequestRow>): Promise<void> {
  let cursor: string | null = '';
  while (cursor !== null) {
    const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await gateway.manage<{ data: RequestRow[]; next_cursor: string | null }>(
      'GET',
      `/requests?limit=100${more}`,
    );
    for (const row of body.data) {
      rows.set(row.id, row);
    }
    cursor = body.next_cursor;
  }
}
