import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { statementAddress, statementsOptions } from '../../api/wallet.ts';
import { Badge } from '../../components/badge.tsx';
import { buttonClass } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ErrorState } from '../../components/states.tsx';

const FORMATS = ['csv', 'json'] as const;

/** A statement for each month, to download. */
export function Statements({ organizationId }: { organizationId: string | undefined }) {
  const { t, i18n } = useTranslation('wallet');
  const query = useQuery(statementsOptions(organizationId));
  const name = new Intl.DateTimeFormat(i18n.language, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (
    <Card title={t('statements.title')} className="mt-8">
      {query.error !== null && query.data === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Skeleton className="h-9 w-full" />
      ) : query.data.length === 0 ? (
        <p className="text-sm text-ink-soft">{t('statements.none')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {query.data.map(({ month, from, is_complete: isComplete }) => (
            <li key={month} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
              <span className="flex items-center gap-2 text-sm font-medium">
                {name.format(new Date(from))}
                {isComplete ? null : <Badge>{t('statements.open')}</Badge>}
              </span>
              <span className="flex gap-2">
                {FORMATS.map((format) => (
                  <a
                    key={format}
                    href={statementAddress(month, format, organizationId)}
                    download
                    className={buttonClass('secondary', 'small')}
                  >
                    <Download aria-hidden className="size-3.5" />
                    {format.toUpperCase()}
                    <span className="sr-only">
                      {t('statements.of', { month: name.format(new Date(from)) })}
                    </span>
                  </a>
                ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
