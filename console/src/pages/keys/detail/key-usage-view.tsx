import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { daysBefore, everyDay, usageOptions } from '../../../api/usage.ts';
import { Card } from '../../../components/card.tsx';
import { Chart } from '../../../components/chart/index.ts';
import { FilterSelect } from '../../../components/filter-select.tsx';
import { StatTile } from '../../../components/stat-tile.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../../components/states.tsx';
import { useFormats } from '../../../i18n/format.ts';

const SPANS = ['7', '30', '90'] as const;

/** What a key spent and asked for, by the day and by model. */
export function KeyUsage({ keyId }: { keyId: string }) {
  const { t } = useTranslation('keys');
  const { money, count, percent, day } = useFormats();
  const [days, setDays] = useState<string>('30');
  const span = daysBefore(Number(days));
  const byDay = useQuery(usageOptions({ key_id: keyId, ...span, group_by: 'day', compare: 'true' }));
  const byModel = useQuery(usageOptions({ key_id: keyId, ...span, group_by: 'model' }));
  const error = byDay.error ?? byModel.error;
  if (error !== null) {
    return <ErrorState error={error} onRetry={() => Promise.all([byDay.refetch(), byModel.refetch()])} />;
  }
  if (byDay.data === undefined || byModel.data === undefined) {
    return <LoadingState />;
  }
  const { total, previous } = byDay.data;
  const points = everyDay(span).map((name) => {
    const sum = byDay.data.data.find((entry) => entry.day === name);
    return { name, values: { charge: Number(sum?.charge ?? 0) } };
  });
  return (
    <div className="space-y-4">
      <FilterSelect
        label={t('usage.span')}
        value={days}
        onChange={(value) => setDays(value === '' ? '30' : value)}
        choices={SPANS.map((value) => ({ value, label: t('usage.days', { count: Number(value) }) }))}
      />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <StatTile
          label={t('usage.spend')}
          value={money(total.charge)}
          hint={previous === null ? undefined : t('usage.before', { value: money(previous.charge) })}
        />
        <StatTile
          label={t('usage.requests')}
          value={count(total.requests)}
          hint={previous === null ? undefined : t('usage.before', { value: count(previous.requests) })}
        />
        <StatTile
          label={t('usage.errors')}
          value={count(total.errors)}
          hint={total.requests === 0 ? undefined : percent(total.errors / total.requests)}
        />
        <StatTile
          label={t('usage.cache')}
          value={total.cache_hit_rate === null ? '–' : percent(total.cache_hit_rate)}
        />
      </div>
      {total.requests === 0 ? (
        <EmptyState title={t('usage.empty')}>{t('usage.emptyText')}</EmptyState>
      ) : (
        <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
          <Card title={t('usage.byDay')}>
            <Chart
              kind="bar"
              title={t('usage.byDay')}
              points={points}
              series={[{ key: 'charge', label: t('usage.spend') }]}
              format={(value) => money(String(value))}
              formatName={(name) => day(`${name}T12:00:00Z`)}
            />
          </Card>
          <Card title={t('usage.byModel')}>
            <ModelSums sums={byModel.data.data} />
          </Card>
        </div>
      )}
    </div>
  );
}

function ModelSums({
  sums,
}: {
  sums: readonly { model?: string | undefined; charge: string; requests: number }[];
}) {
  const { money, count } = useFormats();
  const { t } = useTranslation('keys');
  const sorted = sums.toSorted((one, other) => Number(other.charge) - Number(one.charge));
  return (
    <ul className="space-y-2 text-sm">
      {sorted.slice(0, 10).map(({ model = '–', charge, requests }) => (
        <li key={model} className="flex justify-between gap-3">
          <span className="min-w-0">
            <span className="block truncate">{model}</span>
            <span className="numeric text-xs text-ink-faint">
              {t('usage.requestCount', { count: requests, shown: count(requests) })}
            </span>
          </span>
          <span className="numeric">{money(charge)}</span>
        </li>
      ))}
    </ul>
  );
}
