/** Where a command writes: results to one stream, everything about them to the other. */
export interface Output {
  /** Whether results are wanted as JSON. */
  readonly json: boolean;
  /** A line of the result. */
  line(text: string): void;
  /** A line for the person at the terminal, never part of the result. */
  note(text: string): void;
}

/** A column of a table: its title and where its value stands in a row, such as `wallet.remaining`. */
export interface Column {
  readonly title: string;
  readonly path: string;
}

/** Rows as aligned columns under their titles, or as JSON lines' array where that is wanted. */
export function printTable(output: Output, columns: readonly Column[], rows: readonly unknown[]): void {
  if (output.json) {
    output.line(JSON.stringify(rows, null, 2));
    return;
  }
  const cells = [
    columns.map((column) => column.title),
    ...rows.map((row) => columns.map((column) => cellText(valueAt(row, column.path)))),
  ];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  for (const row of cells) {
    output.line(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

/** One object as lines of name and value, or as JSON where that is wanted. */
export function printObject(output: Output, object: unknown): void {
  if (output.json || typeof object !== 'object' || object === null) {
    output.line(JSON.stringify(object, null, 2));
    return;
  }
  const entries = Object.entries(object).filter(([name]) => name !== 'object');
  const width = Math.max(...entries.map(([name]) => name.length));
  for (const [name, value] of entries) {
    output.line(`${name.padEnd(width)}  ${cellText(value)}`);
  }
}

/** The value at a path of names separated by dots; undefined when there is none. */
export function valueAt(row: unknown, path: string): unknown {
  let value = row;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return '-';
  }
  if (Array.isArray(value) && value.every((entry) => typeof entry !== 'object')) {
    return value.length === 0 ? '-' : value.join(', ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
