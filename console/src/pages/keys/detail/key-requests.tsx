import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { RequestJson } from '../../../../../src/console-api/contract/requests.ts';
import { listOptions } from '../../../api/lists.ts';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { EmptyState } from '../../../components/states.tsx';
import { type Column, DataTable } from '../../../components/table/index.ts';
import { useFormats } from '../../../i18n/format.ts';

type RequestRow = z.output<typeof RequestJson>;

const TONES: Readonly<Record<RequestRow['state'], Tone>> = {
  settled: 'good',
  interrupted: 'warning',
  refused: 'neutral',
  failed: 'bad',
};

/** The requests of a key, newest first. */
export function KeyRequests({ keyId }: { keyId: string }) {
  const { t } = useTranslation('keys');
  const query = useInfiniteQuery(
    listOptions<RequestRow>('requests', '/api/v1/requests', { key_id: keyId, limit: 50 }),
  );
  const columns = useRequestColumns();
  return (
    <DataTable
      name="key-requests"
      label={t('tab.requests')}
      columns={columns}
      query={query}
      empty={<EmptyState title={t('request.empty')}>{t('usage.emptyText')}</EmptyState>}
    />
  );
}

function useRequestColumns(): readonly Column<RequestRow>[] {
  const { t } = useTranslation('keys');
  const { time, money, count, duration } = useFormats();
  return useMemo(
    () => [
      {
        id: 'time',
        title: t('request.time'),
        isMain: true,
        cell: (row) => (
          <>
            <time dateTime={row.created_at} className="whitespace-nowrap">
              {time(row.created_at)}
            </time>
            <code className="block font-mono text-xs text-ink-faint">{row.id}</code>
          </>
        ),
      },
      { id: 'model', title: t('request.model'), cell: (row) => row.model ?? '–' },
      { id: 'operation', title: t('request.operation'), cell: (row) => row.operation },
      {
        id: 'state',
        title: t('request.state'),
        cell: (row) => (
          <Badge tone={TONES[row.state]}>
            {row.status} {row.error_code ?? t(`request.${row.state}`)}
          </Badge>
        ),
      },
      {
        id: 'input',
        title: t('request.input'),
        isNumeric: true,
        cell: ({ usage }) => count(usage.input_tokens + usage.cache_read_tokens),
      },
      {
        id: 'output',
        title: t('request.output'),
        isNumeric: true,
        cell: ({ usage }) => count(usage.output_tokens),
      },
      { id: 'cost', title: t('request.cost'), isNumeric: true, cell: ({ charge }) => money(charge.amount) },
      { id: 'total', title: t('request.total'), isNumeric: true, cell: (row) => duration(row.total_ms) },
    ],
    [t, time, money, count, duration],
  );
}
