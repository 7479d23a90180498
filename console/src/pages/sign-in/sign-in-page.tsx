import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { methodsOptions } from '../../api/auth.ts';
import { forgetSession } from '../../app/session.ts';
import { CredentialsForm } from './credentials-form.tsx';
import { OtherWays } from './other-ways.tsx';
import { LINK_CLASS, SignInFrame } from './sign-in-frame.tsx';

const route = getRouteApi('/signed-out/sign-in');

/** Sign-in by any way, then on to where somebody wanted to go. */
export function SignInPage() {
  const { t } = useTranslation('sign-in');
  const { next = '/', error } = route.useSearch();
  const { data: methods } = useQuery(methodsOptions);
  const router = useRouter();

  async function enter(): Promise<void> {
    forgetSession();
    await router.navigate({ href: next });
  }

  return (
    <SignInFrame title={t('signIn.title')} text={t('signIn.text')}>
      {error === undefined ? null : (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2.5 text-sm text-danger-ink">
          {t('signIn.providerFailed', { error })}
        </p>
      )}
      <CredentialsForm onSignedIn={enter} />
      <OtherWays next={`/console${next}`} onSignedIn={enter} />
      <p className="flex flex-wrap justify-between gap-2 text-sm text-ink-soft">
        <Link to="/sign-in/forgot" className={LINK_CLASS}>
          {t('signIn.forgot')}
        </Link>
        {methods?.sign_up === 'open' ? (
          <Link to="/sign-up" className={LINK_CLASS}>
            {t('signIn.noAccount')}
          </Link>
        ) : null}
      </p>
    </SignInFrame>
  );
}
