import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { KeyRound } from 'lucide-react';
import { personalArea } from '../../app/areas.ts';
import type { NavigationEntry } from '../../app/navigation.ts';
import { readKeySearch } from './key-search.ts';

/** The views of one key. */
export const KEY_TABS = ['usage', 'requests', 'limits', 'snippets'] as const;

/** One of the views of one key. */
export type KeyTab = (typeof KEY_TABS)[number];

const listRoute = createRoute({
  getParentRoute: () => personalArea,
  path: '/keys',
  validateSearch: readKeySearch,
  component: lazyRouteComponent(() => import('./keys-page.tsx'), 'KeysPage'),
});

const oneRoute = createRoute({
  getParentRoute: () => personalArea,
  path: '/keys/$keyId',
  validateSearch: ({ tab }: Record<string, unknown>): { tab?: KeyTab } => {
    const known = KEY_TABS.find((name) => name === tab);
    return known === undefined ? {} : { tab: known };
  },
  component: lazyRouteComponent(() => import('./detail/key-page.tsx'), 'KeyPage'),
});

/** The list of keys, and a page a key. */
export const keyRoutes = [listRoute, oneRoute] as const;

/** Where keys stand in the navigation. */
export const keyNavigation: readonly NavigationEntry[] = [
  {
    area: 'personal',
    to: '/keys',
    label: { en: 'API Keys', zh: 'API 密钥' },
    icon: KeyRound,
    order: 20,
    permission: 'keys:read',
  },
];
