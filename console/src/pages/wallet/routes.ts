import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { Wallet } from 'lucide-react';
import { personalArea } from '../../app/areas.ts';
import type { NavigationEntry } from '../../app/navigation.ts';

/** What the ledger can be narrowed to: credit that came, money that was spent, amounts set aside. */
export const LEDGER_VIEWS = ['in', 'out', 'held'] as const;

/** One of these views. */
export type LedgerView = (typeof LEDGER_VIEWS)[number];

const route = createRoute({
  getParentRoute: () => personalArea,
  path: '/wallet',
  validateSearch: ({ show }: Record<string, unknown>): { show?: LedgerView } => {
    const known = LEDGER_VIEWS.find((view) => view === show);
    return known === undefined ? {} : { show: known };
  },
  component: lazyRouteComponent(() => import('./wallet-page.tsx'), 'WalletPage'),
});

/** The wallet of an organization. */
export const walletRoutes = [route] as const;

/** Where it stands in the navigation. */
export const walletNavigation: readonly NavigationEntry[] = [
  {
    area: 'personal',
    to: '/wallet',
    label: { en: 'Wallet', zh: '钱包' },
    icon: Wallet,
    order: 80,
    permission: 'wallet:read',
  },
];
