import { CONSOLE_PATH } from '../core/console-path.ts';
import { Secret } from '../core/secret.ts';
import type { Mail } from '../mail/index.ts';

/** What an invitation says. The link holds the token. */
export interface InvitationLetter {
  readonly email: string;
  readonly organizationName: string;
  readonly role: string;
  readonly invitedBy: string;
  readonly link: Secret;
}

/** Asks for proof that an address is its owner's. Opening the link is enough; it goes on to the console. */
export function verificationLetter(publicUrl: string, email: string, token: string): Mail {
  return {
    to: email,
    subject: 'Confirm your address',
    text: 'Somebody, hopefully you, made an account of Turnpike with this address. Confirm it within a day:',
    link: new Secret(
      `${publicUrl}/api/auth/verify-email?token=${token}&callbackURL=${encodeURIComponent(`${CONSOLE_PATH}/sign-in/verified`)}`,
    ),
  };
}

/** The token stands behind the `#`, which browsers send to no server: the console reads it there. */
export function resetLetter(publicUrl: string, email: string, token: string): Mail {
  return {
    to: email,
    subject: 'Choose a new password',
    text: 'Somebody, hopefully you, asked for a new password of Turnpike. Choose one within an hour:',
    link: new Secret(`${publicUrl}${CONSOLE_PATH}/sign-in/reset#${token}`),
  };
}

/** For whoever signs up with an address that has an account: the answer they got does not say so. */
export function knownAddressLetter(publicUrl: string, email: string): Mail {
  return {
    to: email,
    subject: 'You have an account already',
    text: 'Somebody, hopefully you, wanted to make an account of Turnpike, but this address has one. Sign in:',
    link: new Secret(`${publicUrl}${CONSOLE_PATH}/sign-in`),
  };
}

/** Invites somebody into an organization. */
export function invitationLetter(letter: InvitationLetter): Mail {
  const { email, organizationName, role, invitedBy, link } = letter;
  return {
    to: email,
    subject: `Join ${organizationName}`,
    text: `${invitedBy} invites you to join ${organizationName} on Turnpike as ${role}. Accept within seven days:`,
    link,
  };
}
