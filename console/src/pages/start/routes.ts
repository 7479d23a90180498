import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { Rocket } from 'lucide-react';
import { personalArea } from '../../app/areas.ts';
import type { NavigationEntry } from '../../app/navigation.ts';

/** The first minutes: an address, a key, a snippet, the first request. */
export const startRoutes = [
  createRoute({
    getParentRoute: () => personalArea,
    path: '/start',
    component: lazyRouteComponent(() => import('./start-page.tsx'), 'StartPage'),
  }),
] as const;

/** Where the first minutes stand in the navigation. */
export const startNavigation: readonly NavigationEntry[] = [
  {
    area: 'personal',
    to: '/start',
    label: { en: 'First minutes', zh: '快速上手' },
    icon: Rocket,
    order: 10,
    permission: 'keys:read',
  },
];
