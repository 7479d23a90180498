import { ALL_PERMISSIONS, ROLES, type Role, type Scope } from '../../members/index.ts';
import type { ApiWorld } from './api-world.ts';

/** The headers of somebody who calls. */
export type Credentials = Record<string, string | null>;

/** A person with a session. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly headers: Credentials;
}

let scenes = 0;

/** An organization with a person in each role, in a world that may hold many such. */
export async function createScene(world: ApiWorld) {
  scenes += 1;
  const name = `scene${scenes}`;
  const person = (called: string): Person => {
    const headers = world.people.signIn(`${called}${name}`);
    return { userId: `usr${called}${name}`, email: `${called}${name}@example.com`, headers };
  };
  const owner = person('owner');
  const { organizationId, projectId } = await world.members.createOrganizationFor({ ...owner, name });
  const join = async (someone: Person, role: Role) => {
    const { email } = someone;
    const invited = { organizationId, email, role, invitedBy: 'a test', by: 'owner' } as const;
    const { token } = await world.invitations.create(invited);
    return world.invitations.accept(token.reveal(), someone);
  };
  const people: Record<Role, Person> = { owner, admin: owner, member: owner, viewer: owner };
  for (const role of ROLES.slice(1)) {
    people[role] = person(role);
    await join(people[role], role);
  }
  return {
    ...{ world, name, organizationId, projectId, people, person, join },
    /** A management key of the organization with these scopes. */
    async managementKey(scopes: readonly Scope[] = ALL_PERMISSIONS): Promise<Credentials> {
      const { secret } = await world.managementKeys.create({
        ...{ organizationId, name, scopes, expiresAtMs: null },
        ...{ createdBy: 'a test', grantable: ALL_PERMISSIONS },
      });
      return { authorization: `Bearer ${secret.reveal()}` };
    },
  };
}

/** What tests use of a scene. */
export type Scene = Awaited<ReturnType<typeof createScene>>;
