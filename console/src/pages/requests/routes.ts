import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { personalArea } from '../../app/areas.ts';
import type { NavigationEntry } from '../../app/navigation.ts';
import { readRequestSearch } from './request-search.ts';

const listRoute = createRoute({
  getParentRoute: () => personalArea,
  path: '/requests',
  validateSearch: readRequestSearch,
  component: lazyRouteComponent(() => import('./requests-page.tsx'), 'RequestsPage'),
});

const oneRoute = createRoute({
  getParentRoute: () => personalArea,
  path: '/requests/$requestId',
  component: lazyRouteComponent(() => import('./request-page.tsx'), 'RequestPage'),
});

/** The log of requests, and a page a request. */
export const requestRoutes = [listRoute, oneRoute] as const;

/** Where it stands in the navigation. */
export const requestNavigation: readonly NavigationEntry[] = [
  {
    area: 'personal',
    to: '/requests',
    label: { en: 'Requests', zh: '请求' },
    icon: ScrollText,
    order: 40,
    permission: 'requests:read',
  },
];
