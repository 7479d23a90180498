import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acceptInvitation } from '../../api/auth.ts';
import { meOptions } from '../../api/me.ts';
import { forgetSession } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { LoadingState } from '../../components/states.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import { enterAsNew } from './enter-as-new.ts';
import { linkToken } from './link-token.ts';
import { MailSent } from './mail-sent.tsx';
import { NewPersonForm } from './new-person-form.tsx';
import { OtherWays } from './other-ways.tsx';
import { LINK_CLASS, SignInFrame } from './sign-in-frame.tsx';

/** An invitation: whoever is signed in accepts it, anybody else makes an account with it or signs in first. */
export function InvitationPage() {
  const { t } = useTranslation('sign-in');
  const [token] = useState(linkToken);
  const me = useQuery({ ...meOptions, retry: false });
  if (token === null) {
    return (
      <SignInFrame title={t('invitation.title')} text={t('invitation.noToken')}>
        <Link to="/sign-in" className={LINK_CLASS}>
          {t('toSignIn')}
        </Link>
      </SignInFrame>
    );
  }
  if (me.isPending) {
    return <LoadingState />;
  }
  return me.data === undefined ? (
    <JoinAsSomebody token={token} onSignedIn={() => me.refetch()} />
  ) : (
    <JoinAs token={token} name={me.data.name} email={me.data.email} />
  );
}

function JoinAs({ token, name, email }: { token: string; name: string; email: string | null }) {
  const { t } = useTranslation('sign-in');
  const navigate = useNavigate();
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });

  async function accept(): Promise<void> {
    setState({ isBusy: true, error: null });
    try {
      await acceptInvitation(token);
      forgetSession();
      await navigate({ to: '/', replace: true });
    } catch (error) {
      setState({ isBusy: false, error });
    }
  }

  return (
    <SignInFrame title={t('invitation.title')} text={t('invitation.as', { who: email ?? name })}>
      {state.error === null ? null : <ErrorNotice error={state.error} />}
      <Button kind="primary" className="w-full" isBusy={state.isBusy} onClick={accept}>
        {t('invitation.accept')}
      </Button>
    </SignInFrame>
  );
}

function JoinAsSomebody({ token, onSignedIn }: { token: string; onSignedIn: () => unknown }) {
  const { t } = useTranslation('sign-in');
  const navigate = useNavigate();
  const [tab, setTab] = useState<'new' | 'known'>('new');
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  if (mailedTo !== null) {
    return <MailSent email={mailedTo} />;
  }
  const asNew = (
    <NewPersonForm
      submitLabel={t('signUp.submit')}
      onSubmit={async (person) => {
        const isIn = await enterAsNew(person, token);
        await (isIn ? navigate({ to: '/', replace: true }) : setMailedTo(person.email));
      }}
    />
  );
  return (
    <SignInFrame title={t('invitation.title')} text={t('invitation.text')}>
      <Tabs
        label={t('invitation.title')}
        value={tab}
        onChange={setTab}
        tabs={[
          { name: 'new', label: t('invitation.new'), content: asNew },
          {
            name: 'known',
            label: t('invitation.known'),
            content: <CredentialsForm onSignedIn={onSignedIn} />,
          },
        ]}
      />
      <OtherWays
        next="/console/"
        invitationToken={token}
        hasPasskeys={tab === 'known'}
        onSignedIn={onSignedIn}
      />
    </SignInFrame>
  );
}
