import { Link } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../i18n/index.ts';
import type { NavigationEntry } from './navigation.ts';
import { useScope } from './session.ts';
import { useNavigation } from './use-navigation.ts';

const LINE =
  'flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-sm text-ink-soft hover:bg-sunken hover:text-ink -outline-offset-2';

/** The pages of an area. */
export function SideNavigation({ area }: { area: NavigationEntry['area'] }) {
  const { t } = useTranslation();
  const entries = useNavigation(area);
  return (
    <nav aria-label={t(`shell.${area}`)} className="overflow-y-auto p-2">
      <ul className="space-y-0.5">
        {entries.map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              className={LINE}
              activeProps={{ className: 'bg-accent-soft! text-accent-ink! font-medium' }}
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {label[currentLanguage()]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** For operators: the way to the other area. */
export function AreaSwitch({ area }: { area: NavigationEntry['area'] }) {
  const { t } = useTranslation();
  const { isOperator } = useScope();
  const [first] = useNavigation(area === 'personal' ? 'operator' : 'personal');
  return isOperator && first !== undefined ? (
    <Link to={first.to} className={LINE}>
      <ArrowLeftRight aria-hidden className="size-4" />
      {area === 'personal' ? t('shell.toOperator') : t('shell.toPersonal')}
    </Link>
  ) : null;
}
