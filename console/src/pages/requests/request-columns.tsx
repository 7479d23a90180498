import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestRow } from '../../api/requests.ts';
import type { Column } from '../../components/table/index.ts';
import { useFormats } from '../../i18n/format.ts';
import { RequestState } from './request-state.tsx';

/** The columns of a list of requests. `nameOfKey` is left out where all of them are of one key. */
export function useRequestColumns(nameOfKey?: (id: string) => string): readonly Column<RequestRow>[] {
  const { t } = useTranslation('requests');
  const { time, money, count, duration } = useFormats();
  return useMemo(
    () => [
      {
        id: 'time',
        title: t('column.time'),
        isMain: true,
        cell: (row) => (
          <>
            <Link
              to="/requests/$requestId"
              params={{ requestId: row.id }}
              className="whitespace-nowrap hover:underline"
            >
              <time dateTime={row.created_at}>{time(row.created_at)}</time>
            </Link>
            <code className="block font-mono text-xs text-ink-faint">{row.id}</code>
          </>
        ),
      },
      { id: 'model', title: t('column.model'), cell: (row) => row.model ?? '–' },
      ...(nameOfKey === undefined
        ? []
        : [{ id: 'key', title: t('column.key'), cell: (row: RequestRow) => nameOfKey(row.key_id) }]),
      { id: 'operation', title: t('column.operation'), cell: (row) => row.operation },
      { id: 'state', title: t('column.state'), cell: (row) => <RequestState request={row} /> },
      {
        id: 'input',
        title: t('column.input'),
        isNumeric: true,
        cell: ({ usage }) => count(usage.input_tokens + usage.cache_read_tokens),
      },
      {
        id: 'output',
        title: t('column.output'),
        isNumeric: true,
        cell: ({ usage }) => count(usage.output_tokens),
      },
      { id: 'cost', title: t('column.cost'), isNumeric: true, cell: ({ charge }) => money(charge.amount) },
      { id: 'total', title: t('column.total'), isNumeric: true, cell: (row) => duration(row.total_ms) },
    ],
    [t, time, money, count, duration, nameOfKey],
  );
}
