import type { InvitationService } from '../members/index.ts';

/** Who may make an account of their own accord. */
export type SignUpMode = 'open' | 'invitation' | 'closed';

/** Somebody who wants an account. */
export interface Newcomer {
  readonly email: string;
  /** Whether a provider vouches for the address. */
  readonly emailVerified: boolean;
  /** The token of an invitation; null without one. */
  readonly invitationToken: string | null;
}

/** Why somebody gets no account, in words and as a code. */
export interface Rejection {
  readonly code: 'sign_up_closed' | 'invitation_required';
  readonly message: string;
}

/** Says why somebody may not make an account; null when they may. */
export type SignUpPolicy = (newcomer: Newcomer) => Promise<Rejection | null>;

const CLOSED: Rejection = {
  code: 'sign_up_closed',
  message: 'This deployment takes no new accounts; ask its operator',
};
const NOT_INVITED: Rejection = {
  code: 'invitation_required',
  message: 'An account needs an invitation; open the link of yours and use the address it was sent to',
};

/**
 * The policy of a deployment. Knowing that an address is invited proves nothing: it takes the token of the
 * invitation, or a provider that says the address is the newcomer's.
 */
export function createSignUpPolicy(
  mode: SignUpMode,
  invitations: Pick<InvitationService, 'isInvited' | 'isOpen'>,
): SignUpPolicy {
  return async ({ email, emailVerified, invitationToken }) => {
    switch (mode) {
      case 'open':
        return null;
      case 'closed':
        return CLOSED;
      case 'invitation': {
        const isInvited =
          (invitationToken !== null && (await invitations.isOpen(invitationToken, email))) ||
          (emailVerified && (await invitations.isInvited(email)));
        return isInvited ? null : NOT_INVITED;
      }
    }
  };
}
