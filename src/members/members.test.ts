import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';
import { createInvitationService, createMemberService, type Role } from './index.ts';

describeOnEachDatabase('members and invitations', (open) => {
  async function setUp() {
    const world = createDomainWorld(await open());
    await world.organizations.ensureDefault();
    world.advance(1);
    const members = createMemberService(world);
    const invitations = createInvitationService(world);
    const { organizationId, projectId } = await members.createOrganizationFor({ userId: 'ann', name: 'Ann' });
    const invite = (email: string, role: Role, by: Role = 'owner') =>
      invitations.create({ organizationId, email, role, invitedBy: 'ann@example.com', by });
    const join = async (userId: string, role: Role) => {
      const { token } = await invite(`${userId}@example.com`, role);
      return invitations.accept(token.reveal(), { userId, email: `${userId}@example.com` });
    };
    const owner = (await members.list(organizationId))[0]?.id ?? 'mem_none';
    return { ...world, members, invitations, organizationId, projectId, invite, join, owner };
  }

  it('sign-up makes an organization, its project, its wallet and its owner, or nothing', async () => {
    const world = await setUp();
    expect(await world.members.membershipsOf('ann')).toEqual([
      { organizationId: world.organizationId, organizationName: 'Ann', role: 'owner' },
    ]);
    expect(await world.projects.list(world.organizationId)).toMatchObject([
      { id: world.projectId, name: 'Default', mode: 'credits' },
    ]);
    await expect(world.members.createOrganizationFor({ userId: 'eve', name: ' ' })).rejects.toMatchObject({
      param: 'name',
    });
    expect(await world.members.membershipsOf('eve')).toEqual([]);
    expect((await world.organizations.list()).map(({ name }) => name)).toEqual(['Default', 'Ann']);
  });

  it('keeps the last owner, whatever is tried', async () => {
    const { members, owner, join } = await setUp();
    await expect(members.remove(owner, 'owner')).rejects.toMatchObject({ code: 'conflict' });
    await expect(members.changeRole(owner, 'admin', 'owner')).rejects.toMatchObject({ code: 'conflict' });
    const second = await join('bob', 'owner');
    const both = await Promise.allSettled([
      members.remove(owner, 'owner'),
      members.remove(second.id, 'owner'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await members.list(null)).map(({ role }) => role)).toEqual(['owner']);
  });

  it('lets nobody give, take or change a role above their own', async () => {
    const { members, owner, join, invite } = await setUp();
    const forbidden = { code: 'management_forbidden' };
    const viewer = await join('vic', 'viewer');
    await expect(members.changeRole(viewer.id, 'owner', 'admin')).rejects.toMatchObject(forbidden);
    await expect(members.changeRole(owner, 'viewer', 'admin')).rejects.toMatchObject(forbidden);
    await expect(members.remove(owner, 'admin')).rejects.toMatchObject(forbidden);
    await expect(invite('x@example.com', 'owner', 'admin')).rejects.toMatchObject(forbidden);
    expect(await members.changeRole(viewer.id, 'admin', 'admin')).toMatchObject({ role: 'admin' });
    await members.remove(viewer.id, 'viewer').then(
      () => expect.unreachable(),
      (error) => expect(error).toMatchObject(forbidden),
    );
  });

  it('an invitation is accepted once, by the address it is for, while it is open', async () => {
    const { invitations, invite, advance, organizationId } = await setUp();
    const { token, invitation } = await invite('Bob@Example.com', 'member');
    const bob = { userId: 'bob', email: 'bob@example.COM' };
    expect(await invitations.isInvited('BOB@example.com')).toBe(true);
    for (const [presented, person] of [
      [token.reveal(), { userId: 'eve', email: 'eve@example.com' }],
      [`${token.reveal().slice(0, -1)}!`, bob],
      ['inv-tp-', bob],
    ] as const) {
      await expect(invitations.accept(presented, person)).rejects.toMatchObject({ param: 'token' });
    }
    const tries = await Promise.allSettled([1, 2, 3].map(() => invitations.accept(token.reveal(), bob)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await invitations.get(invitation.id)).toMatchObject({ acceptedAtMs: expect.any(Number) });
    await expect(invitations.revoke(invitation.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await invitations.isInvited('bob@example.com')).toBe(false);

    const late = await invite('late@example.com', 'member');
    advance(7 * 86_400_000);
    const person = { userId: 'late', email: 'late@example.com' };
    await expect(invitations.accept(late.token.reveal(), person)).rejects.toMatchObject({ param: 'token' });
    expect((await invitations.list(organizationId)).map(({ email }) => email).sort()).toEqual([
      'bob@example.com',
      'late@example.com',
    ]);
  });

  it('refuses who is invited or a member already, and what was revoked', async () => {
    const { invitations, invite, join } = await setUp();
    const { invitation, token } = await invite('bob@example.com', 'member');
    await expect(invite('BOB@example.com', 'viewer')).rejects.toMatchObject({ param: 'email' });
    await invitations.revoke(invitation.id);
    await expect(invitations.revoke(invitation.id)).rejects.toMatchObject({ code: 'not_found' });
    const bob = { userId: 'bob', email: 'bob@example.com' };
    await expect(invitations.accept(token.reveal(), bob)).rejects.toMatchObject({ param: 'token' });
    await join('bob', 'member');
    const again = await invite('bob@example.com', 'owner');
    await expect(invitations.accept(again.token.reveal(), bob)).rejects.toMatchObject({ code: 'conflict' });
    expect(await invitations.isInvited('bob@example.com')).toBe(true);
  });

  it('leads nobody into an organization that was deleted', async () => {
    const { organizations, members, invitations } = await setUp();
    const other = await members.createOrganizationFor({ userId: 'cid', name: 'Cid' });
    const { organizationId } = other;
    const invited = { organizationId, role: 'viewer', invitedBy: 'cid', by: 'owner' } as const;
    const { token } = await invitations.create({ ...invited, email: 'bob@example.com' });
    await organizations.remove(organizationId);
    expect(await members.membershipsOf('cid')).toEqual([]);
    await expect(
      invitations.accept(token.reveal(), { userId: 'bob', email: 'bob@example.com' }),
    ).rejects.toMatchObject({ param: 'token' });
  });
});
