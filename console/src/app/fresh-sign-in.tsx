import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.ts';
import { meOptions } from '../api/me.ts';
import { queryClient } from '../api/query-client.ts';
import { Dialog } from '../components/dialog.tsx';
import { LoadingState } from '../components/states.tsx';
import { useMe } from './session.ts';

const SignInAgain = lazy(() => import('../pages/sign-in/sign-in-again.tsx'));

/** Runs what asks for a fresh sign-in, and the dialog that it may need; put the dialog somewhere in the page. */
export interface FreshSignIn {
  /** Runs it; where the sign-in is too old, asks for one and runs it again. @throws whatever it throws else. */
  run<Result>(act: () => Promise<Result>): Promise<Result>;
  readonly dialog: ReactNode;
}

/** Thrown when somebody closed the dialog instead of signing in. */
export class SignInDeclinedError extends Error {
  override readonly name = 'SignInDeclinedError';
}

/** For acts that ask a person to have signed in a short while ago, such as seeing a key again. */
export function useFreshSignIn(): FreshSignIn {
  const { t } = useTranslation();
  const { email } = useMe();
  const [isAsking, setAsking] = useState(false);
  const answer = useRef<(isSignedIn: boolean) => void>(() => undefined);

  function ask(): Promise<boolean> {
    setAsking(true);
    return new Promise((resolve) => {
      answer.current = resolve;
    });
  }

  function close(isSignedIn: boolean): void {
    setAsking(false);
    answer.current(isSignedIn);
    if (isSignedIn) {
      void queryClient.invalidateQueries({ queryKey: meOptions.queryKey });
    }
  }

  return {
    async run(act) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'fresh_sign_in_required') {
          throw error;
        }
        if (!(await ask())) {
          throw new SignInDeclinedError();
        }
        return act();
      }
    },
    dialog: (
      <Dialog
        isOpen={isAsking}
        onClose={() => close(false)}
        title={t('fresh.title')}
        description={t('fresh.text')}
        size="small"
      >
        <Suspense fallback={<LoadingState />}>
          <SignInAgain email={email ?? ''} onSignedIn={() => close(true)} />
        </Suspense>
      </Dialog>
    ),
  };
}
