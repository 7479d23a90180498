import { ApiError } from '../../api/api-error.ts';
import { signIn, signUp } from '../../api/auth.ts';
import { forgetSession } from '../../app/session.ts';
import type { NewPerson } from './new-person-form.tsx';

/**
 * Signs up and then in, since a sign-up begins no session. The answer never says whether the address has an account
 * already, so a refused sign-in means: look into your mail.
 * @returns whether somebody is signed in now.
 */
export async function enterAsNew(person: NewPerson, invitationToken: string | null): Promise<boolean> {
  await signUp({ ...person, ...(invitationToken === null ? {} : { invitationToken }) });
  try {
    await signIn(person);
    forgetSession();
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) {
      return false;
    }
    throw error;
  }
}
