import type { Page } from './lists.ts';

const MOST_ITEMS = 100_000;

/** How an export is written. */
export type ExportFormat = 'csv' | 'jsonl';

/** What an export is made of. */
export interface Exported<Item> {
  /** A part of the list, from a cursor on. */
  readonly list: (cursor: string | null) => Promise<Page<Item>>;
  readonly present: (item: Item) => Readonly<Record<string, unknown>>;
  /** The columns of CSV: members of what `present` gives, those of members behind a dot. */
  readonly columns: readonly string[];
  readonly format: ExportFormat;
  /** The name of the file without its ending. */
  readonly name: string;
}

/**
 * A list as a file, at most 100,000 items of it. A part is read only when the one before was taken, so a slow
 * reader costs no memory.
 */
export function exportStream<Item>({
  list,
  present,
  columns,
  format,
}: Exported<Item>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const lineOf = (item: Item): string => {
    const shown = present(item);
    return format === 'csv'
      ? csvRow(columns.map((column) => memberOf(shown, column)))
      : JSON.stringify(shown);
  };
  let cursor: string | null = null;
  let written = 0;
  return new ReadableStream({
    start(controller) {
      if (format === 'csv') {
        controller.enqueue(encoder.encode(`${columns.join(',')}\n`));
      }
    },
    async pull(controller) {
      let text = '';
      // A part may be empty and not the last; a pull that gives nothing would not be called again.
      do {
        const page = await list(cursor);
        const items = page.items.slice(0, MOST_ITEMS - written);
        text = items.map((item) => `${lineOf(item)}\n`).join('');
        written += items.length;
        cursor = page.nextCursor;
      } while (text === '' && cursor !== null);
      if (text !== '') {
        controller.enqueue(encoder.encode(text));
      }
      if (cursor === null || written >= MOST_ITEMS) {
        controller.close();
      }
    },
  });
}

/** The headers of an export. */
export function exportHeaders({ name, format }: Pick<Exported<unknown>, 'name' | 'format'>) {
  return {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl',
    'content-disposition': `attachment; filename="${name}.${format}"`,
  };
}

function memberOf(shown: unknown, path: string): unknown {
  let value = shown;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : null;
  }
  return value;
}

/** A row of comma-separated values, as RFC 4180 says, without its end of line. */
export function csvRow(cells: readonly unknown[]): string {
  return cells.map(csvCell).join(',');
}

/** A cell that a spreadsheet does not take for a formula. A number is none. */
function csvCell(value: unknown): string {
  const text =
    value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text);
  const harmless = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
