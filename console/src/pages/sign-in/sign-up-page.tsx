import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { methodsOptions } from '../../api/auth.ts';
import { enterAsNew } from './enter-as-new.ts';
import { MailSent } from './mail-sent.tsx';
import { NewPersonForm } from './new-person-form.tsx';
import { OtherWays } from './other-ways.tsx';
import { LINK_CLASS, SignInFrame } from './sign-in-frame.tsx';

/** An account for anybody, where the operator opened sign-up. */
export function SignUpPage() {
  const { t } = useTranslation('sign-in');
  const { data: methods } = useQuery(methodsOptions);
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const navigate = useNavigate();
  if (mailedTo !== null) {
    return <MailSent email={mailedTo} />;
  }
  if (methods !== undefined && methods.sign_up !== 'open') {
    return (
      <SignInFrame title={t('signUp.title')} text={t(`signUp.${methods.sign_up}`)}>
        <Link to="/sign-in" className={LINK_CLASS}>
          {t('toSignIn')}
        </Link>
      </SignInFrame>
    );
  }
  return (
    <SignInFrame title={t('signUp.title')} text={t('signUp.text')}>
      <NewPersonForm
        submitLabel={t('signUp.submit')}
        onSubmit={async (person) => {
          const isIn = await enterAsNew(person, null);
          await (isIn ? navigate({ to: '/', replace: true }) : setMailedTo(person.email));
        }}
      />
      <OtherWays next="/console/" hasPasskeys={false} onSignedIn={() => navigate({ to: '/' })} />
      <p className="text-sm text-ink-soft">
        <Link to="/sign-in" className={LINK_CLASS}>
          {t('signUp.haveAccount')}
        </Link>
      </p>
    </SignInFrame>
  );
}
