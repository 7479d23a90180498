import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { systemClock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import { Secret } from '../core/secret.ts';
import { createSecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import { createInvitationService, createMemberService } from '../members/index.ts';
import { createOrganizationService } from '../organizations/index.ts';
import { createPlacement } from './placement.ts';

async function createWorld(database: Database) {
  const clock = systemClock;
  const ids = createIds(clock);
  const box = createSecretBox(new Secret('a master key of thirty-two bytes!'));
  const common = { database, clock, ids, box };
  const members = createMemberService(common);
  const organizations = createOrganizationService(common);
  const deps = { ...common, members, organizations, invitations: createInvitationService(common) };
  await organizations.ensureDefault();
  const at = new Date(clock.nowMs()).toISOString();
  return {
    deps,
    async person(name: string, isOperator = 0): Promise<string> {
      const id = ids.next('usr');
      await database.db
        .insertInto('auth_users')
        .values({
          ...{ id, name, email: `${id}@example.com`, email_verified: 1, is_operator: isOperator },
          ...{ image: null, placed_at: null, created_at: at, updated_at: at },
        })
        .execute();
      return id;
    },
    organizationsOf: async (userId: string) =>
      (await members.membershipsOf(userId)).map(
        ({ organizationName, role }) => `${organizationName} ${role}`,
      ),
  };
}

describeOnEachDatabase('placement', (open) => {
  it('gives a person one organization, however often and at once it is asked', async () => {
    const { deps, person, organizationsOf } = await createWorld(await open());
    const place = createPlacement(deps);
    const userId = await person('Ann');
    await Promise.all([place(userId, null), place(userId, null), place(userId, null)]);
    await place(userId, null);
    expect(await organizationsOf(userId)).toEqual(['Ann owner']);
  });

  it('makes good what was cut off before, between and after its steps', async () => {
    const { deps, person, organizationsOf } = await createWorld(await open());
    const userId = await person('Bob');
    const failing = { ...deps.members, createOrganizationFor: () => Promise.reject(new Error('cut off')) };
    await expect(createPlacement({ ...deps, members: failing })(userId, null)).rejects.toThrow('cut off');
    expect(await organizationsOf(userId)).toEqual([]);
    await deps.members.createOrganizationFor({ userId, name: 'Bob' });
    await createPlacement(deps)(userId, null);
    expect(await organizationsOf(userId)).toEqual(['Bob owner']);
  });

  it('does not come back to somebody who left the organization they had', async () => {
    const { deps, person, organizationsOf } = await createWorld(await open());
    const { organizationId } = await deps.organizations.ensureDefault();
    const userId = await person('Cid');
    const email = `${userId}@example.com`;
    const { token } = await deps.invitations.create({
      ...{ organizationId, email, role: 'member', invitedBy: 'test', by: 'owner' },
    });
    await createPlacement(deps)(userId, token.reveal());
    expect(await organizationsOf(userId)).toEqual(['Default member']);
    const [member] = (await deps.members.list(organizationId)).filter((one) => one.userId === userId);
    await deps.members.remove(member?.id ?? 'mem_', 'owner');
    await createPlacement(deps)(userId, null);
    expect(await organizationsOf(userId)).toEqual([]);
  });

  it('takes an organization of their own for an invitation that is worth nothing', async () => {
    const { deps, person, organizationsOf } = await createWorld(await open());
    const userId = await person('Dan');
    await createPlacement(deps)(userId, 'inv-tp-guessed');
    expect(await organizationsOf(userId)).toEqual(['Dan owner']);
  });

  it('makes an operator an owner of the organization of the deployment', async () => {
    const { deps, person, organizationsOf } = await createWorld(await open());
    const userId = await person('Root', 1);
    await createPlacement(deps)(userId, null);
    expect(await organizationsOf(userId)).toEqual(['Default owner']);
  });

  it('calls the organization by the address where the name will not do', async () => {
    const { deps, person, organizationsOf } = await createWorld(await open());
    const userId = await person('\u0007');
    await createPlacement(deps)(userId, null);
    expect(await organizationsOf(userId)).toEqual([`${userId}@example.com owner`]);
  });
});
