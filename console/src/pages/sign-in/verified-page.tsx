import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '../../components/button.tsx';
import { SignInFrame } from './sign-in-frame.tsx';

const route = getRouteApi('/signed-out/sign-in/verified');

/** Where the link leads that confirms an address. */
export function VerifiedPage() {
  const { t } = useTranslation('sign-in');
  const { error } = route.useSearch();
  const isDone = error === undefined;
  return (
    <SignInFrame
      title={isDone ? t('verified.title') : t('verified.failedTitle')}
      text={isDone ? t('verified.text') : t('verified.failed')}
    >
      <Link to="/sign-in" className={buttonClass('primary')}>
        {t('toSignIn')}
      </Link>
    </SignInFrame>
  );
}
