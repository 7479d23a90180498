import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LedgerEntry } from '../../api/wallet.ts';
import { classNames } from '../../components/class-names.ts';
import type { Column } from '../../components/table/index.ts';
import { useFormats } from '../../i18n/format.ts';

/** The columns of the ledger. */
export function useLedgerColumns(): readonly Column<LedgerEntry>[] {
  const { t } = useTranslation('wallet');
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'kind',
        title: t('column.kind'),
        isMain: true,
        cell: (entry) => <span className="font-medium">{t(`kind.${entry.kind}`)}</span>,
      },
      {
        id: 'amount',
        title: t('column.amount'),
        isNumeric: true,
        cell: ({ amount }) => (
          <span className={classNames(amount.startsWith('-') ? 'text-ink' : 'text-accent-ink')}>
            {amount.startsWith('-') ? '' : '+'}
            {formats.money(amount)}
          </span>
        ),
      },
      {
        id: 'time',
        title: t('column.time'),
        cell: ({ created_at: moment }) => (
          <time dateTime={moment} title={formats.relative(moment)} className="whitespace-nowrap">
            {formats.time(moment)}
          </time>
        ),
      },
      {
        id: 'source',
        title: t('column.source'),
        isEmpty: ({ request_id: requestId, source_id: sourceId }) => requestId === null && sourceId === null,
        cell: ({ request_id: requestId, source_id: sourceId }) => (
          <code className="font-mono text-xs break-all text-ink-soft">{requestId ?? sourceId ?? '–'}</code>
        ),
      },
      {
        id: 'note',
        title: t('column.note'),
        isEmpty: ({ note }) => note === null,
        cell: ({ note }) => <span className="text-ink-soft">{note ?? '–'}</span>,
      },
    ],
    [t, formats],
  );
}
