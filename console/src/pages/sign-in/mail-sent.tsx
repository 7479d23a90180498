import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendVerification } from '../../api/auth.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { LINK_CLASS, SignInFrame } from './sign-in-frame.tsx';

/** After a sign-up: the address has to be confirmed, or has an account already; the mail says which. */
export function MailSent({ email }: { email: string }) {
  const { t } = useTranslation('sign-in');
  const [state, setState] = useState<{ isSent: boolean; error: unknown }>({ isSent: false, error: null });

  async function again(): Promise<void> {
    try {
      await sendVerification(email);
      setState({ isSent: true, error: null });
    } catch (error) {
      setState({ isSent: false, error });
    }
  }

  return (
    <SignInFrame title={t('mail.title')} text={t('mail.text', { email })}>
      {state.error === null ? null : <ErrorNotice error={state.error} />}
      <Button onClick={again} disabled={state.isSent}>
        {state.isSent ? t('mail.sentAgain') : t('mail.again')}
      </Button>
      <p className="text-sm">
        <Link to="/sign-in" className={LINK_CLASS}>
          {t('toSignIn')}
        </Link>
      </p>
    </SignInFrame>
  );
}
