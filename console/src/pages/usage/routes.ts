import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ChartNoAxesColumn } from 'lucide-react';
import { personalArea } from '../../app/areas.ts';
import type { NavigationEntry } from '../../app/navigation.ts';

/** The lengths of time that can be looked at, in days. */
export const SPANS = [7, 30, 90] as const;
/** What sums can be told apart by. */
export const GROUPINGS = ['model', 'key', 'project'] as const;

/** What the address says. */
export interface UsageSearch {
  readonly days?: (typeof SPANS)[number];
  readonly by?: (typeof GROUPINGS)[number];
}

const route = createRoute({
  getParentRoute: () => personalArea,
  path: '/usage',
  validateSearch: ({ days, by }: Record<string, unknown>): UsageSearch => {
    const [span, grouping] = [SPANS.find((one) => one === Number(days)), GROUPINGS.find((one) => one === by)];
    return {
      ...(span === undefined ? {} : { days: span }),
      ...(grouping === undefined ? {} : { by: grouping }),
    };
  },
  component: lazyRouteComponent(() => import('./usage-page.tsx'), 'UsagePage'),
});

/** What was used, and what it cost. */
export const usageRoutes = [route] as const;

/** Where it stands in the navigation. */
export const usageNavigation: readonly NavigationEntry[] = [
  {
    area: 'personal',
    to: '/usage',
    label: { en: 'Usage', zh: '用量' },
    icon: ChartNoAxesColumn,
    order: 30,
    permission: 'usage:read',
  },
];
