import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import {
  type ColumnDef,
  columnVisibilityFeature,
  rowSelectionFeature,
  type Row as TableRow,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../class-names.ts';
import { ErrorNotice } from '../error-notice.tsx';
import { ErrorState } from '../states.tsx';
import { useIsNarrow } from '../use-media-query.ts';
import type { Column, Sort } from './column.ts';
import { ColumnMenu, useColumnVisibility } from './column-menu.tsx';
import { MoreRows } from './more-rows.tsx';
import { RowCards } from './row-cards.tsx';
import { RowTable } from './row-table.tsx';
import { TableSkeleton } from './table-skeleton.tsx';

/** What a table is made of. */
export interface DataTableProps<Row extends { readonly id: string }> {
  /** What the rows are, for screen readers; and the name under which hidden columns are remembered. */
  readonly label: string;
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** `useInfiniteQuery(listOptions(…))`. */
  readonly query: Pick<
    UseInfiniteQueryResult<readonly Row[], Error>,
    'data' | 'error' | 'isPending' | 'isPlaceholderData' | 'hasNextPage' | 'isFetchingNextPage'
  > & { fetchNextPage(): unknown; refetch(): unknown };
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** Ids of chosen rows; with it every row has a box. */
  readonly selection?: ReadonlySet<string>;
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
  /** What a row is called, for its box. */
  readonly nameOf?: (row: Row) => string;
  /** Search and filters, left of the choice of columns. */
  readonly toolbar?: ReactNode;
  /** Shown in place of an empty table. */
  readonly empty: ReactNode;
}

/** What tables can do beyond showing rows: sorting and filtering are the server's. */
export const FEATURES = tableFeatures({ columnVisibilityFeature, rowSelectionFeature });

/** A row as the parts of a table see it. */
export type ShownRow<Row extends { readonly id: string }> = TableRow<typeof FEATURES, Row>;

/** Rows of a list: sorted by the server, read part by part, a table where there is room and cards where not. */
export function DataTable<Row extends { readonly id: string }>(props: DataTableProps<Row>) {
  const { query, columns, toolbar, empty } = props;
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const rows = query.data ?? [];
  const [visibility, setVisible] = useColumnVisibility(props.name, columns);
  const definitions = useMemo(() => columns.map(definitionOf), [columns]);
  const rowSelection = useMemo(
    () => Object.fromEntries([...(props.selection ?? [])].map((id) => [id, true as const])),
    [props.selection],
  );
  const table = useTable({
    features: FEATURES,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.id,
    state: { columnVisibility: visibility, rowSelection },
    onRowSelectionChange(updater) {
      const next = typeof updater === 'function' ? updater(rowSelection) : updater;
      props.onSelect?.(new Set(Object.keys(next).filter((id) => next[id])));
    },
  });
  const shown = columns.filter(({ id }) => visibility[id] !== false);
  const parts = { ...props, columns: shown, rows: table.getRowModel().rows };
  return (
    <div className="rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2.5">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">{toolbar}</div>
        {isNarrow ? null : <ColumnMenu columns={columns} visibility={visibility} onChange={setVisible} />}
      </div>
      {query.error !== null && rows.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : query.isPending ? (
        <TableSkeleton columnCount={shown.length} />
      ) : rows.length === 0 ? (
        empty
      ) : (
        <div
          className={classNames(query.isPlaceholderData && 'opacity-60')}
          aria-busy={query.isPlaceholderData}
        >
          {isNarrow ? <RowCards {...parts} /> : <RowTable {...parts} table={table} />}
          {query.error === null ? null : <ErrorNotice error={query.error} className="m-3" />}
          <MoreRows query={query} />
        </div>
      )}
      <p role="status" className="sr-only">
        {query.isPending ? t('state.loading') : t('table.rows', { count: rows.length })}
      </p>
    </div>
  );
}

function definitionOf<Row extends { readonly id: string }>(
  column: Column<Row>,
): ColumnDef<typeof FEATURES, Row> {
  return { id: column.id, header: column.title, cell: ({ row }) => column.cell(row.original) };
}
