import { CONSOLE_PATH } from '../core/console-path.ts';
import { Secret } from '../core/secret.ts';
import type { Mail } from '../mail/index.ts';

/** Who is told of a leak, and of which key. */
export interface LeakNotice {
  readonly email: string;
  readonly keyName: string;
  /** The beginning and the end of the string that the key has. */
  readonly preview: string;
  readonly organizationName: string;
}

/** Tells the owner of a key that one of its strings was found where it should not be. */
export function leakLetter(publicUrl: string, notice: LeakNotice): Mail {
  const { email, keyName, preview, organizationName } = notice;
  return {
    to: email,
    subject: `An API key was leaked: ${keyName}`,
    text: `A string of the API key ${keyName} (${preview}) of ${organizationName} was found in public and reported. It was stopped at once. Rotate the key, use its new string, and look at what the old one was used for:`,
    link: new Secret(`${publicUrl}${CONSOLE_PATH}/keys`),
  };
}
