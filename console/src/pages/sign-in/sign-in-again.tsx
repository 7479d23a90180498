import { CredentialsForm } from './credentials-form.tsx';
import { OtherWays } from './other-ways.tsx';

/** Proves again who is at the keyboard, without leaving the page. */
export default function SignInAgain({ email, onSignedIn }: { email: string; onSignedIn: () => unknown }) {
  const { pathname, search } = window.location;
  return (
    <div className="space-y-4">
      <CredentialsForm email={email} onSignedIn={onSignedIn} />
      <OtherWays next={pathname + search} onSignedIn={onSignedIn} />
    </div>
  );
}
