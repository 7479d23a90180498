import type { SignedIn } from '../../sign-in/index.ts';

export type { SignedIn } from '../../sign-in/index.ts';

/** Finds the person behind the cookies of a request; null when there is no session, or none that lives. */
export interface SessionFinder {
  find(headers: Headers): Promise<SignedIn | null>;
}
