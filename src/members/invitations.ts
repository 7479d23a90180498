import { createCheckedToken, isCheckedToken } from '../core/checked-token.ts';
import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database, Transaction } from '../db/index.ts';
import { selectOrganization } from '../organizations/index.ts';
import {
  deleteOpenInvitation,
  hasOpenInvitation,
  type Invitation,
  insertInvitation,
  selectInvitation,
  selectInvitations,
  takeInvitation,
} from './invitation-store.ts';
import { checkMayTouch } from './member-rules.ts';
import type { Role } from './permissions.ts';
import { insertMember, lockMembers, type Member } from './store.ts';

/** How long an invitation can be accepted. */
const OPEN_FOR_MS = 7 * 86_400_000;
/** Invitations of one organization that can be open at once: each may send a mail. */
const MOST_OPEN = 100;
const TOKEN_PREFIX = 'inv-tp-';

/** Whom to invite, into what, as what, and who says so. */
export interface NewInvitation {
  readonly organizationId: Id<'org'>;
  readonly email: string;
  readonly role: Role;
  /** What the audit log calls who invites. */
  readonly invitedBy: string;
  /** What the one who invites may act as. */
  readonly by: Role;
}

/** What is done with invitations. */
export interface InvitationService {
  /**
   * Invites an address; the token is given out here alone.
   * @throws {Refusal} `management_forbidden` above one's own role; `conflict` when the address is invited
   * already or too many invitations are open.
   */
  create(invitation: NewInvitation): Promise<{ readonly invitation: Invitation; readonly token: Secret }>;
  /** The invitations of an organization; null is of every one. */
  list(organizationId: Id<'org'> | null): Promise<Invitation[]>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'inv'>): Promise<Invitation>;
  /** @throws {Refusal} `not_found`; `conflict` when it was accepted. */
  revoke(id: Id<'inv'>): Promise<void>;
  /**
   * Makes the person a member, once.
   * @throws {Refusal} `invalid_request` when the token is unknown, over, or meant for another address;
   * `conflict` when the person is a member already, and then the invitation stays open.
   */
  accept(token: string, person: { readonly userId: string; readonly email: string }): Promise<Member>;
  /** Whether anybody invited this address: what sign-up by invitation asks. */
  isInvited(email: string): Promise<boolean>;
  /** Whether `accept` would take this token for this address: what proves an invitation before one signs up. */
  isOpen(token: string, email: string): Promise<boolean>;
}

/** What the service works with. */
export interface InvitationServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
}

/** Invitations into organizations. */
export function createInvitationService(deps: InvitationServiceDeps): InvitationService {
  const { database, clock, box } = deps;
  return {
    create: (invitation) => createInvitation(deps, invitation),
    list: (organizationId) => selectInvitations(database.db, organizationId),
    get: async (id) => (await selectInvitation(database.db, id)) ?? refuseMissing(),
    async revoke(id) {
      if (!(await deleteOpenInvitation(database.db, id))) {
        const isAccepted = (await selectInvitation(database.db, id)) !== undefined;
        throw isAccepted
          ? new Refusal('conflict', { message: 'the invitation was accepted; remove the member instead' })
          : refuseMissing();
      }
    },
    accept: (token, person) => accept(deps, token, person),
    isInvited: (email) =>
      hasOpenInvitation(database.db, { email: email.toLowerCase(), nowMs: clock.nowMs() }),
    isOpen: async (token, email) =>
      isCheckedToken(TOKEN_PREFIX, token) &&
      hasOpenInvitation(database.db, {
        ...{ email: email.toLowerCase(), nowMs: clock.nowMs() },
        tokenHash: box.lookupHash(token),
      }),
  };
}

async function createInvitation(deps: InvitationServiceDeps, asked: NewInvitation) {
  const { database, clock, ids, box } = deps;
  checkMayTouch(asked.by, asked.role);
  const token = createCheckedToken(TOKEN_PREFIX);
  const createdAtMs = clock.nowMs();
  const invitation: Invitation = {
    id: ids.next('inv'),
    organizationId: asked.organizationId,
    email: asked.email.toLowerCase(),
    role: asked.role,
    invitedBy: asked.invitedBy,
    expiresAtMs: createdAtMs + OPEN_FOR_MS,
    acceptedAtMs: null,
    createdAtMs,
  };
  await database.transaction(async (tx) => {
    await lockMembers(tx, asked.organizationId);
    await checkRoomFor(tx, invitation);
    await insertInvitation(tx, invitation, box.lookupHash(token.reveal()));
  });
  return { invitation, token };
}

async function checkRoomFor(tx: Transaction, invitation: Invitation): Promise<void> {
  const all = await selectInvitations(tx, invitation.organizationId);
  const open = all.filter(
    ({ acceptedAtMs, expiresAtMs }) => acceptedAtMs === null && expiresAtMs > invitation.createdAtMs,
  );
  if (open.some(({ email }) => email === invitation.email)) {
    throw new Refusal('conflict', {
      message: 'this address is invited already; revoke that invitation to send another',
      param: 'email',
    });
  }
  if (open.length >= MOST_OPEN) {
    throw new Refusal('conflict', { message: `at most ${MOST_OPEN} invitations can be open at once` });
  }
}

async function accept(
  { database, clock, ids, box }: InvitationServiceDeps,
  token: string,
  { userId, email }: { readonly userId: string; readonly email: string },
): Promise<Member> {
  if (!isCheckedToken(TOKEN_PREFIX, token)) {
    throw refusedToken();
  }
  const nowMs = clock.nowMs();
  const asked = { tokenHash: box.lookupHash(token), email: email.toLowerCase(), nowMs };
  return database.transaction(async (tx) => {
    const invitation = await takeInvitation(tx, asked);
    if (invitation === undefined) {
      throw refusedToken();
    }
    const { organizationId, role } = invitation;
    if ((await selectOrganization(tx, organizationId)) === undefined) {
      throw refusedToken();
    }
    const member: Member = { id: ids.next('mem'), organizationId, userId, role, createdAtMs: nowMs };
    if (!(await insertMember(tx, member))) {
      throw new Refusal('conflict', { message: 'you are a member of this organization already' });
    }
    return member;
  });
}

function refusedToken(): Refusal {
  return invalidField('token', 'no open invitation of your e-mail address has this token; ask for another');
}

function refuseMissing(): never {
  throw new Refusal('not_found', { message: 'there is no such invitation' });
}
