import { Outlet, useRouterState } from '@tanstack/react-router';
import { Menu as MenuIcon, X } from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { LoadingState } from '../components/states.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Logo } from './logo.tsx';
import type { NavigationEntry } from './navigation.ts';
import { OrganizationMenu } from './organization-menu.tsx';
import { AreaSwitch, SideNavigation } from './side-navigation.tsx';

/** The frame of the pages about an organization. */
export function PersonalShell() {
  return <Shell area="personal" subject={<OrganizationMenu />} />;
}

/** The frame of the operator's pages. */
export function OperatorShell() {
  return <Shell area="operator" />;
}

/** Navigation at the side, on a phone behind a button; the page beside it. */
function Shell({ area, subject }: { area: NavigationEntry['area']; subject?: ReactNode }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // Whoever went somewhere sees where they went.
  useEffect(() => setOpen(path === ''), [path]);
  return (
    <div className="min-h-dvh bg-canvas lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-3 focus:py-2"
      >
        {t('shell.skip')}
      </a>
      <header className="sticky top-0 z-30 flex h-13 items-center justify-between border-b border-line bg-surface px-3 lg:hidden">
        <Logo />
        <IconButton
          label={isOpen ? t('shell.closeMenu') : t('shell.openMenu')}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <X aria-hidden className="size-5" /> : <MenuIcon aria-hidden className="size-5" />}
        </IconButton>
      </header>
      <aside
        className={classNames(
          'flex flex-col border-line bg-surface max-lg:border-b lg:sticky lg:top-0 lg:h-dvh lg:border-r',
          isOpen
            ? 'max-lg:fixed max-lg:inset-x-0 max-lg:top-13 max-lg:bottom-0 max-lg:z-30'
            : 'max-lg:hidden',
        )}
      >
        <div className="hidden px-4 pt-4 pb-3 lg:block">
          <Logo />
        </div>
        {subject === undefined ? null : <div className="px-2 pt-2 lg:pt-0">{subject}</div>}
        <SideNavigation area={area} />
        <div className="mt-auto border-t border-line p-2">
          <AreaSwitch area={area} />
          <AccountMenu />
        </div>
      </aside>
      <main id="content" tabIndex={-1} className="min-w-0 px-4 py-5 outline-none sm:px-6 lg:px-8 lg:py-7">
        <div className="mx-auto max-w-[86rem]">
          <Suspense fallback={<LoadingState />}>
            <Outlet />
          </Suspense>
        </div>
      </main>
    </div>
  );
}
