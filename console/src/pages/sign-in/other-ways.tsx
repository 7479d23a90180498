import { useQuery } from '@tanstack/react-query';
import { Fingerprint, LogIn } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { methodsOptions, providerAddress, signInWithPasskey } from '../../api/auth.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';

/** Passkeys, and the provider of identities where there is one. */
export function OtherWays({
  next,
  invitationToken = null,
  hasPasskeys = true,
  onSignedIn,
}: {
  /** Where the provider sends the browser back to. */
  next: string;
  invitationToken?: string | null;
  hasPasskeys?: boolean;
  onSignedIn: () => unknown;
}) {
  const { t } = useTranslation('sign-in');
  const { data: methods } = useQuery(methodsOptions);
  const [state, setState] = useState<{ busy: 'passkey' | 'oidc' | null; error: unknown }>({
    busy: null,
    error: null,
  });

  async function run(way: 'passkey' | 'oidc', act: () => Promise<unknown>): Promise<void> {
    setState({ busy: way, error: null });
    try {
      await act();
      setState({ busy: null, error: null });
    } catch (error) {
      // Whoever closes the browser's own dialog knows that they did.
      const isClosed = error instanceof Error && error.name === 'NotAllowedError';
      setState({ busy: null, error: isClosed ? null : error });
    }
  }

  const oidc = methods?.oidc ?? null;
  if (oidc === null && !hasPasskeys) {
    return null;
  }
  return (
    <div className="space-y-3">
      <div className="flex items-center gap-3 text-xs text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('signIn.or')}
      </div>
      {hasPasskeys ? (
        <Button
          className="w-full"
          icon={<Fingerprint aria-hidden className="size-4" />}
          isBusy={state.busy === 'passkey'}
          onClick={() => run('passkey', () => signInWithPasskey().then(onSignedIn))}
        >
          {t('signIn.passkey')}
        </Button>
      ) : null}
      {oidc === null ? null : (
        <Button
          className="w-full"
          icon={<LogIn aria-hidden className="size-4" />}
          isBusy={state.busy === 'oidc'}
          onClick={() =>
            run('oidc', async () => window.location.assign(await providerAddress(next, invitationToken)))
          }
        >
          {t('signIn.provider', { name: oidc.name })}
        </Button>
      )}
      {state.error === null ? null : <ErrorNotice error={state.error} />}
    </div>
  );
}
