import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ChartNoAxesColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { daysBefore, everyDay, type UsageReport, usageOptions } from '../../api/usage.ts';
import { useScope } from '../../app/session.ts';
import { Card } from '../../components/card.tsx';
import { Chart } from '../../components/chart/index.ts';
import { SelectField } from '../../components/form/index.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx';
import { useFormats } from '../../i18n/format.ts';
import { GROUPINGS, SPANS } from './routes.ts';
import { UsageSums } from './usage-sums.tsx';
import { UsageTiles } from './usage-tiles.tsx';

const route = getRouteApi('/personal/usage');
const USUAL_DAYS = 30;
const TOKENS = ['input_tokens', 'cache_read_tokens', 'output_tokens', 'reasoning_tokens'] as const;

/** What an organization used by the day, and what it cost, beside the time before. */
export function UsagePage() {
  const { t } = useTranslation('usage');
  const { organizationId } = useScope();
  const { days = USUAL_DAYS, by = 'model' } = route.useSearch();
  const navigate = route.useNavigate();
  const span = daysBefore(days);
  const asked = { organization_id: organizationId, ...span };
  const byDay = useQuery(usageOptions({ ...asked, group_by: 'day', compare: 'true' }));
  const grouped = useQuery(usageOptions({ ...asked, group_by: by }));
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <SelectField
              label={t('span')}
              className="[&_label]:sr-only"
              value={String(days)}
              choices={SPANS.map((count) => ({ value: String(count), label: t('days', { count }) }))}
              onChange={({ target }) => {
                const chosen = SPANS.find((one) => one === Number(target.value));
                void navigate({
                  search: (before) => ({ ...before, ...(chosen === undefined ? {} : { days: chosen }) }),
                  replace: true,
                });
              }}
            />
            <SelectField
              label={t('by')}
              className="[&_label]:sr-only"
              value={by}
              choices={GROUPINGS.map((value) => ({ value, label: t(`grouping.${value}`) }))}
              onChange={({ target }) => {
                const chosen = GROUPINGS.find((one) => one === target.value);
                void navigate({
                  search: (before) => ({ ...before, ...(chosen === undefined ? {} : { by: chosen }) }),
                  replace: true,
                });
              }}
            />
          </>
        }
      />
      {byDay.data === undefined ? (
        byDay.error === null ? (
          <LoadingState />
        ) : (
          <ErrorState error={byDay.error} onRetry={() => void byDay.refetch()} />
        )
      ) : byDay.data.total.requests === 0 ? (
        <Card>
          <EmptyState icon={<ChartNoAxesColumn />} title={t('empty')}>
            {t('emptyText')}
          </EmptyState>
        </Card>
      ) : (
        <div className="space-y-5">
          <UsageTiles report={byDay.data} />
          <Days report={byDay.data} />
          <UsageSums query={grouped} by={by} />
        </div>
      )}
    </>
  );
}

function Days({ report }: { report: UsageReport }) {
  const { t } = useTranslation('usage');
  const { money, short, day } = useFormats();
  const sums = new Map(report.data.map((sum) => [sum.day, sum]));
  const names = everyDay(report);
  const formatName = (name: string): string => day(`${name}T12:00:00Z`);
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <Card title={t('spendByDay')}>
        <Chart
          kind="bar"
          title={t('spendByDay')}
          points={names.map((name) => ({ name, values: { charge: Number(sums.get(name)?.charge ?? 0) } }))}
          series={[{ key: 'charge', label: t('spend') }]}
          format={(value) => money(String(value))}
          formatName={formatName}
        />
      </Card>
      <Card title={t('tokensByDay')}>
        <Chart
          kind="bar"
          isStacked
          title={t('tokensByDay')}
          points={names.map((name) => {
            const sum = sums.get(name);
            return { name, values: Object.fromEntries(TOKENS.map((kind) => [kind, sum?.[kind] ?? 0])) };
          })}
          series={TOKENS.map((key) => ({ key, label: t(`tokens.${key}`) }))}
          format={short}
          formatName={formatName}
        />
      </Card>
    </div>
  );
}
