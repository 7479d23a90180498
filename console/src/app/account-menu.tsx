import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { signOut } from '../api/auth.ts';
import { useErrorText } from '../components/error-notice.tsx';
import { Menu, MenuItem, MenuLine } from '../components/menu.tsx';
import { showToast } from '../components/toast.tsx';
import { PreferenceChoices } from './preferences-menu.tsx';
import { forgetSession, useMe } from './session.ts';

/** Who is signed in, how the console looks to them, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation();
  const { name, email } = useMe();
  const navigate = useNavigate();
  const textOf = useErrorText();

  async function leave(): Promise<void> {
    try {
      await signOut();
      await navigate({ to: '/sign-in' });
      forgetSession();
    } catch (error) {
      showToast({ tone: 'bad', text: textOf(error) });
    }
  }

  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left text-sm hover:bg-sunken"
        >
          <span
            aria-hidden
            className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent-ink"
          >
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{name}</span>
            {email === null || email === name ? null : (
              <span className="block truncate text-xs text-ink-faint">{email}</span>
            )}
          </span>
          <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
        </button>
      }
    >
      <PreferenceChoices />
      <MenuLine />
      <MenuItem icon={<LogOut aria-hidden className="size-4" />} onSelect={() => void leave()}>
        {t('shell.signOut')}
      </MenuItem>
    </Menu>
  );
}
