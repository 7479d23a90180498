import type { Clock } from '../core/clock.ts';
import { Refusal } from '../core/refusal.ts';
import type { Database } from '../db/index.ts';
import type { InvitationService, MemberService } from '../members/index.ts';
import type { OrganizationService } from '../organizations/index.ts';
import { markPlaced, type Person, selectPerson } from './store.ts';

/** What placing people needs. */
export interface PlacementDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly members: Pick<MemberService, 'createOrganizationFor' | 'membershipsOf'>;
  readonly invitations: Pick<InvitationService, 'accept' | 'create'>;
  readonly organizations: Pick<OrganizationService, 'ensureDefault'>;
}

/**
 * Sees to it that a person has an organization, once in their life: the one they were invited to, that of the
 * deployment for its first operator, else one of their own.
 */
export type Placement = (userId: string, invitationToken: string | null) => Promise<void>;

/**
 * Called when an account is made and again before each session: what was cut off in between is made good at
 * the next sign-in, and nobody gets two. Calls at the same time for one person share one.
 */
export function createPlacement(deps: PlacementDeps): Placement {
  const running = new Map<string, Promise<void>>();
  return (userId, invitationToken) => {
    const known = running.get(userId);
    if (known !== undefined) {
      return known;
    }
    const placing = place(deps, userId, invitationToken).finally(() => running.delete(userId));
    running.set(userId, placing);
    return placing;
  };
}

async function place(deps: PlacementDeps, userId: string, invitationToken: string | null): Promise<void> {
  const person = await selectPerson(deps.database.db, userId);
  if (person === undefined || person.isPlaced) {
    return;
  }
  const isMember = (await deps.members.membershipsOf(userId)).length > 0;
  const hasJoined = isMember || (await join(deps, person, invitationToken));
  if (!hasJoined) {
    await createOrganization(deps, person);
  }
  await markPlaced(deps.database.db, userId, deps.clock.nowMs());
}

/** Whether the person became a member of an organization that was there before. */
async function join(deps: PlacementDeps, person: Person, invitationToken: string | null): Promise<boolean> {
  try {
    const token = person.isOperator ? await inviteToDeployment(deps, person) : invitationToken;
    if (token === null) {
      return false;
    }
    await deps.invitations.accept(token, person);
    return true;
  } catch (error) {
    if (error instanceof Refusal) {
      return false;
    }
    throw error;
  }
}

/** What a configuration file and the demonstration make belongs to this organization, and so to its owner. */
async function inviteToDeployment(deps: PlacementDeps, { email }: Person): Promise<string> {
  const { organizationId } = await deps.organizations.ensureDefault();
  const { token } = await deps.invitations.create({
    ...{ organizationId, email, role: 'owner', by: 'owner' },
    invitedBy: 'the first start',
  });
  return token.reveal();
}

/** A provider may call people anything; then their address is the name. */
async function createOrganization({ members }: PlacementDeps, person: Person): Promise<void> {
  const { userId, name, email } = person;
  try {
    await members.createOrganizationFor({ userId, name });
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    await members.createOrganizationFor({ userId, name: email.slice(0, 100) });
  }
}
