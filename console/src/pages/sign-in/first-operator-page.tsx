import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signInFirst } from '../../api/auth.ts';
import { forgetSession } from '../../app/session.ts';
import { NewPersonForm } from './new-person-form.tsx';
import { LINK_CLASS, SignInFrame } from './sign-in-frame.tsx';

const route = getRouteApi('/signed-out/sign-in/first');

/** The link that the first start printed: makes the first operator, who then goes on to the first minutes. */
export function FirstOperatorPage() {
  const { t } = useTranslation('sign-in');
  const { token } = route.useSearch();
  const navigate = useNavigate();
  if (token === undefined) {
    return (
      <SignInFrame title={t('first.title')} text={t('first.noToken')}>
        <Link to="/sign-in" className={LINK_CLASS}>
          {t('toSignIn')}
        </Link>
      </SignInFrame>
    );
  }
  return (
    <SignInFrame title={t('first.title')} text={t('first.text')}>
      <NewPersonForm
        submitLabel={t('first.submit')}
        onSubmit={async (person) => {
          await signInFirst({ token, ...person });
          forgetSession();
          await navigate({ to: '/', replace: true });
        }}
      />
    </SignInFrame>
  );
}
