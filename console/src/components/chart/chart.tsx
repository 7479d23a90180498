import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../skeleton.tsx';
import type { ChartProps } from './chart-types.ts';

const LazyChart = lazy(() => import('./recharts-chart.tsx'));

/**
 * Figures over time or by name, as lines, areas or bars. The library is loaded when the first chart is shown. The
 * same figures are in a table for screen readers.
 */
export function Chart(props: ChartProps) {
  const { title, points, series, heightPx = 240, format = String, formatName = String } = props;
  const { t } = useTranslation();
  return (
    <figure aria-label={title}>
      <div aria-hidden style={{ height: heightPx }}>
        <Suspense fallback={<Skeleton className="h-full w-full" />}>
          <LazyChart {...props} heightPx={heightPx} />
        </Suspense>
      </div>
      <div className="sr-only">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('chart.name')}</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.name}>
                <th scope="row">{formatName(point.name)}</th>
                {series.map(({ key }) => (
                  <td key={key}>{format(point.values[key] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
