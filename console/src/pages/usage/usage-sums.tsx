import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { allKeysOptions } from '../../api/keys.ts';
import { projectsOptions } from '../../api/projects.ts';
import type { UsageReport, UsageSum } from '../../api/usage.ts';
import { useScope } from '../../app/session.ts';
import { Card } from '../../components/card.tsx';
import { SCROLLABLE } from '../../components/scrollable.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { ErrorState } from '../../components/states.tsx';
import { useFormats } from '../../i18n/format.ts';
import type { GROUPINGS } from './routes.ts';

type Grouping = (typeof GROUPINGS)[number];
const NONE: readonly never[] = [];

/** Sums by model, key or project, the dearest first. */
export function UsageSums({ query, by }: { query: UseQueryResult<UsageReport>; by: Grouping }) {
  const { t } = useTranslation('usage');
  const { money, count, short, percent } = useFormats();
  const nameOf = useNames(by);
  const sums = query.data?.data.toSorted((one, other) => Number(other.charge) - Number(one.charge));
  return (
    <Card title={t(`grouping.${by}`)}>
      {sums === undefined ? (
        query.error === null ? (
          <Skeleton className="h-40 w-full" />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <section className="overflow-x-auto" aria-label={t(`grouping.${by}`)} {...SCROLLABLE}>
          <table className="w-full min-w-120 text-sm">
            <thead className="text-left text-xs text-ink-faint">
              <tr>
                <th className="pb-2 font-medium">{t(`column.${by}`)}</th>
                {(['requests', 'errors', 'tokensAll', 'cache', 'spend'] as const).map((name) => (
                  <th key={name} className="pb-2 pl-4 text-right font-medium">
                    {t(name)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {sums.map((sum) => (
                <tr key={idOf(sum, by)}>
                  <td className="py-2 font-medium break-words">{nameOf(idOf(sum, by))}</td>
                  <td className="numeric py-2 pl-4 text-right">{count(sum.requests)}</td>
                  <td className="numeric py-2 pl-4 text-right">{count(sum.errors)}</td>
                  <td className="numeric py-2 pl-4 text-right">
                    {short(
                      sum.input_tokens + sum.cache_read_tokens + sum.output_tokens + sum.reasoning_tokens,
                    )}
                  </td>
                  <td className="numeric py-2 pl-4 text-right">
                    {sum.cache_hit_rate === null ? '–' : percent(sum.cache_hit_rate)}
                  </td>
                  <td className="numeric py-2 pl-4 text-right">{money(sum.charge)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}

function idOf(sum: UsageSum, by: Grouping): string {
  return { model: sum.model, key: sum.key_id, project: sum.project_id }[by] ?? '–';
}

function useNames(by: Grouping): (id: string) => string {
  const { organizationId } = useScope();
  const { data: keys = NONE } = useQuery({ ...allKeysOptions(organizationId), enabled: by === 'key' });
  const { data: projects = NONE } = useQuery({
    ...projectsOptions(organizationId),
    enabled: by === 'project',
  });
  return (id) => [...keys, ...projects].find((one) => one.id === id)?.name ?? id;
}
