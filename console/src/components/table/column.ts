import type { ReactNode } from 'react';

/** A column of a {@link DataTable}. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** The order that the server gives by this column; left out where it gives none. */
  readonly sort?: string;
  /** Figures stand at the right. */
  readonly isNumeric?: boolean;
  /** Hidden until somebody chooses to see it. */
  readonly isHiddenAtFirst?: boolean;
  /** The one that says what the row is: it cannot be hidden and heads the card on a phone. */
  readonly isMain?: boolean;
  /** Without a name above it and without a line in the card: buttons. */
  readonly isActions?: boolean;
  /** Whether a row says nothing here, so that its card leaves the line out. */
  readonly isEmpty?: (row: Row) => boolean;
  /** Classes of its cells: a width. */
  readonly className?: string;
}

/** What the rows are in the order of. */
export interface Sort {
  readonly by: string;
  readonly order: 'asc' | 'desc';
}
