import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataTableProps, ShownRow } from './data-table.tsx';
import { RowBox } from './row-box.tsx';
import { useVirtualRows } from './use-virtual-rows.ts';

type RowCardsProps<Row extends { readonly id: string }> = DataTableProps<Row> & {
  readonly rows: readonly ShownRow<Row>[];
};

const CARD_PX = 220;

/** The rows as cards, where a table has no room: the main column heads each, the others are lines of it. */
export function RowCards<Row extends { readonly id: string }>(props: RowCardsProps<Row>) {
  const { rows, columns, label, selection } = props;
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const { items, beforePx, afterPx, measure } = useVirtualRows(rows.length, CARD_PX, list);
  const main = columns.filter(({ isMain }) => isMain);
  const actions = columns.filter(({ isActions }) => isActions);
  const lines = columns.filter(({ isMain, isActions }) => !isMain && !isActions);
  return (
    <ul ref={list} aria-label={label} style={{ paddingTop: beforePx, paddingBottom: afterPx }}>
      {items.map((item) => {
        const row = rows[item.index];
        return row === undefined ? null : (
          <li
            key={row.id}
            ref={measure}
            data-index={item.index}
            className="border-b border-line px-3 py-3 last:border-b-0"
          >
            <div className="flex items-start gap-3">
              {selection === undefined ? null : (
                <div className="pt-0.5">
                  <RowBox
                    label={t('table.select', { name: props.nameOf?.(row.original) ?? row.id })}
                    isChecked={row.getIsSelected()}
                    onChange={(isChecked) => row.toggleSelected(isChecked)}
                  />
                </div>
              )}
              <div className="min-w-0 flex-1">
                {main.map(({ id, cell }) => (
                  <div key={id}>{cell(row.original)}</div>
                ))}
              </div>
              <div className="-mt-1 flex">
                {actions.map(({ id, cell }) => (
                  <div key={id}>{cell(row.original)}</div>
                ))}
              </div>
            </div>
            <dl className="mt-2 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
              {lines
                .filter(({ isEmpty }) => isEmpty?.(row.original) !== true)
                .map((column) => (
                  <div key={column.id} className="contents">
                    <dt className="text-xs leading-5 text-ink-faint">{column.title}</dt>
                    <dd className="numeric min-w-0 break-words">{column.cell(row.original)}</dd>
                  </div>
                ))}
            </dl>
          </li>
        );
      })}
    </ul>
  );
}
