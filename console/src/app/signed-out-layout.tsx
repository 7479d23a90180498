import { Outlet } from '@tanstack/react-router';
import { Languages } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../components/button.tsx';
import { Menu } from '../components/menu.tsx';
import { LoadingState } from '../components/states.tsx';
import { Logo } from './logo.tsx';
import { PreferenceChoices } from './preferences-menu.tsx';

/** The frame of the pages for people who are not signed in. */
export function SignedOutLayout() {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      <header className="flex items-center justify-between px-5 py-4">
        <Logo />
        <Menu
          trigger={
            <IconButton label={t('preferences.label')}>
              <Languages aria-hidden className="size-4" />
            </IconButton>
          }
        >
          <PreferenceChoices />
        </Menu>
      </header>
      <main className="mx-auto flex w-full max-w-100 flex-1 flex-col justify-center px-5 pt-4 pb-24">
        <Suspense fallback={<LoadingState />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
