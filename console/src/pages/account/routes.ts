import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { CircleUser } from 'lucide-react';
import { personalArea } from '../../app/areas.ts';
import type { NavigationEntry } from '../../app/navigation.ts';

const route = createRoute({
  getParentRoute: () => personalArea,
  path: '/account',
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
});

/** The account of whoever is signed in. */
export const accountRoutes = [route] as const;

/** Where it stands in the navigation. */
export const accountNavigation: readonly NavigationEntry[] = [
  {
    area: 'personal',
    to: '/account',
    label: { en: 'Account', zh: '账户' },
    icon: CircleUser,
    order: 100,
  },
];
