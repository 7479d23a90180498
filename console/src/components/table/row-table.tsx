import type { Table } from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../class-names.ts';
import { SCROLLABLE } from '../scrollable.ts';
import type { Column, Sort } from './column.ts';
import type { DataTableProps, FEATURES, ShownRow } from './data-table.tsx';
import { RowBox } from './row-box.tsx';
import { useVirtualRows } from './use-virtual-rows.ts';

type RowTableProps<Row extends { readonly id: string }> = DataTableProps<Row> & {
  readonly rows: readonly ShownRow<Row>[];
  readonly table: Pick<
    Table<typeof FEATURES, Row>,
    'getIsAllRowsSelected' | 'getIsSomeRowsSelected' | 'toggleAllRowsSelected'
  >;
};

const ROW_PX = 45;
const CELL = 'px-3 py-2.5 align-middle';

/** The rows as a table. */
export function RowTable<Row extends { readonly id: string }>(props: RowTableProps<Row>) {
  const { rows, columns, label, selection, table } = props;
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const { items, beforePx, afterPx, measure } = useVirtualRows(rows.length, ROW_PX, body);
  const width = columns.length + (selection === undefined ? 0 : 1);
  return (
    // A scrolling region that the keyboard reaches, for tables wider than the page.
    <section className="overflow-x-auto -outline-offset-2" {...SCROLLABLE} aria-label={label}>
      <table className="w-full border-collapse text-sm" aria-rowcount={rows.length + 1}>
        <thead>
          <tr className="border-b border-line text-left text-xs text-ink-faint">
            {selection === undefined ? null : (
              <th scope="col" className="w-px py-2 pr-1 pl-3">
                <RowBox
                  label={t('table.selectAll')}
                  isChecked={table.getIsAllRowsSelected()}
                  isPartly={table.getIsSomeRowsSelected()}
                  onChange={(isChecked) => table.toggleAllRowsSelected(isChecked)}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          <Room heightPx={beforePx} width={width} />
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <tr
                key={row.id}
                ref={measure}
                data-index={item.index}
                aria-rowindex={item.index + 2}
                className={classNames(
                  'border-b border-line last:border-b-0 hover:bg-canvas',
                  row.getIsSelected() && 'bg-accent-soft/50',
                )}
              >
                {selection === undefined ? null : (
                  <td className="w-px py-2 pr-1 pl-3">
                    <RowBox
                      label={t('table.select', { name: props.nameOf?.(row.original) ?? row.id })}
                      isChecked={row.getIsSelected()}
                      onChange={(isChecked) => row.toggleSelected(isChecked)}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td
                    key={column.id}
                    className={classNames(
                      CELL,
                      column.isNumeric && 'text-right whitespace-nowrap',
                      column.isActions && 'w-px py-1 whitespace-nowrap',
                      column.className,
                    )}
                  >
                    {column.cell(row.original)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Room heightPx={afterPx} width={width} />
        </tbody>
      </table>
    </section>
  );
}

function HeadCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
}) {
  const { t } = useTranslation();
  const className = classNames(
    'px-3 py-2 font-medium whitespace-nowrap',
    column.isNumeric && 'text-right',
    column.className,
  );
  if (column.sort === undefined || onSort === undefined) {
    return (
      <th scope="col" className={className}>
        {column.isActions ? <span className="sr-only">{column.title}</span> : column.title}
      </th>
    );
  }
  const by = column.sort;
  const order = sort?.by === by ? sort.order : null;
  const Arrow = order === null ? ArrowUpDown : order === 'asc' ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      className={className}
      aria-sort={order === null ? 'none' : order === 'asc' ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        title={t('table.sortBy', { column: column.title })}
        className={classNames(
          'inline-flex items-center gap-1 rounded hover:text-ink',
          order !== null && 'text-ink',
        )}
        onClick={() => onSort({ by, order: order === 'desc' ? 'asc' : 'desc' })}
      >
        {column.title}
        <Arrow aria-hidden className={classNames('size-3', order === null && 'opacity-40')} />
      </button>
    </th>
  );
}

/** Stands for the rows that are not in the document. */
function Room({ heightPx, width }: { heightPx: number; width: number }) {
  return heightPx <= 0 ? null : (
    <tr aria-hidden>
      <td colSpan={width} style={{ height: heightPx }} />
    </tr>
  );
}
