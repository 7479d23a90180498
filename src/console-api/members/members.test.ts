import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { createScene, type Scene } from '../testing/scene.ts';

let world: ApiWorld;
let scene: Scene;

beforeAll(async () => {
  world = await createApiWorld();
  scene = await createScene(world);
});

afterAll(() => world.close());

const idOf = async (userId: string) =>
  (await world.members.list(scene.organizationId)).find((member) => member.userId === userId)?.id;

describe('/api/v1/members', () => {
  it('GET 200 with who they are', async () => {
    const { owner, viewer } = scene.people;
    const answer = await world.call('GET', '/api/v1/members', undefined, viewer.headers);
    expect(answer.field('data')).toContainEqual({
      id: await idOf(owner.userId),
      object: 'member',
      organization_id: scene.organizationId,
      user_id: owner.userId,
      email: owner.email,
      name: owner.userId.slice(3),
      role: 'owner',
      created_at: '2026-03-01T12:00:00.000Z',
    });
    const first = await world.call('GET', '/api/v1/members?limit=2', undefined, viewer.headers);
    expect([first.field('data.2'), first.field('has_more')]).toEqual([undefined, true]);
  });

  it('PATCH 403 for a role above one’s own, 409 for the last owner, 400 for no role', async () => {
    const { owner, admin, viewer } = scene.people;
    const path = `/api/v1/members/${await idOf(viewer.userId)}`;
    expect((await world.call('PATCH', path, { role: 'owner' }, admin.headers)).status).toBe(403);
    expect((await world.call('PATCH', path, { role: 'king' }, admin.headers)).field('error.param')).toBe(
      'role',
    );
    const asKey = await world.call('PATCH', path, { role: 'owner' }, await scene.managementKey());
    expect(asKey.status).toBe(403);
    const last = `/api/v1/members/${await idOf(owner.userId)}`;
    expect((await world.call('PATCH', last, { role: 'admin' }, owner.headers)).status).toBe(409);
    expect((await world.call('DELETE', last, undefined, owner.headers)).status).toBe(409);
  });

  it('DELETE 200 for leaving, and what one could do is over at once', async () => {
    const person = scene.person('leaver');
    const { id } = await scene.join(person, 'admin');
    expect((await world.call('GET', '/api/v1/audit', undefined, person.headers)).status).toBe(200);
    expect((await world.call('DELETE', `/api/v1/members/${id}`, undefined, person.headers)).status).toBe(200);
    expect((await world.call('GET', '/api/v1/audit', undefined, person.headers)).status).toBe(403);
    expect((await world.call('GET', `/api/v1/members/${id}`)).status).toBe(404);
  });
});

describe('/api/v1/invitations', () => {
  it('POST 201 shows the token once and mails the link; accept 200 makes a member, and is recorded', async () => {
    const { admin } = scene.people;
    const body = { email: 'Joiner@example.com', role: 'member' };
    const made = await world.call('POST', '/api/v1/invitations', body, admin.headers);
    const token = String(made.field('token'));
    const link = `https://turnpike.example/console/invitation#${token}`;
    expect(JSON.parse(made.text)).toMatchObject({
      status: 'open',
      role: 'member',
      invited_by: admin.email,
      link,
    });
    expect(world.mails).toMatchObject([{ email: 'joiner@example.com', organizationName: scene.name }]);
    expect(world.mails[0]?.link.reveal()).toBe(link);
    const path = `/api/v1/invitations/${made.field('id')}`;
    const shown = await world.call('GET', path, undefined, admin.headers);
    expect([shown.status, shown.text.includes(token)]).toEqual([200, false]);

    const joiner = world.people.signIn('joiner');
    const accept = (headers: Record<string, string | null>) =>
      world.call('POST', '/api/v1/invitations/accept', { token }, headers);
    expect((await accept(scene.people.viewer.headers)).field('error.param')).toBe('token');
    expect((await accept(await scene.managementKey())).status).toBe(403);
    const joined = await accept(joiner);
    expect([joined.status, joined.field('role')]).toEqual([200, 'member']);
    expect((await accept(joiner)).status).toBe(400);
    const audit = await world.audit.list({ limit: 1, action: 'invitation.accept' });
    expect(audit.items).toMatchObject([
      { actor: 'joiner@example.com', targetId: joined.field('id'), organizationId: scene.organizationId },
    ]);
    expect((await world.call('GET', path)).field('status')).toBe('accepted');
  });

  it('POST 400 for what is no address, 409 for one that is invited, 403 above one’s own role', async () => {
    const create = (body: object) =>
      world.call('POST', '/api/v1/invitations', body, scene.people.admin.headers);
    expect((await create({ email: 'nobody' })).field('error.param')).toBe('email');
    expect((await create({ email: 'a@example.com', color: 'red' })).field('error.param')).toBe('color');
    expect((await create({ email: 'a@example.com' })).status).toBe(201);
    expect((await create({ email: 'A@example.com' })).status).toBe(409);
    expect((await create({ email: 'b@example.com', role: 'owner' })).status).toBe(403);
  });
});

describe('/api/v1/organizations', () => {
  it('POST 201 makes a person its owner, GET, PATCH and DELETE follow', async () => {
    const headers = world.people.signIn('founder');
    const made = await world.call('POST', '/api/v1/organizations', { name: ' Acme ' }, headers);
    expect([made.status, made.field('name')]).toEqual([201, 'Acme']);
    const path = `/api/v1/organizations/${made.field('id')}`;
    expect((await world.call('GET', '/api/v1/me', undefined, headers)).field('organizations.0.role')).toBe(
      'owner',
    );
    const renamed = await world.call('PATCH', path, { name: 'Acme Ltd' }, headers);
    expect([renamed.status, renamed.field('name')]).toEqual([200, 'Acme Ltd']);
    expect((await world.call('GET', path, undefined, scene.people.owner.headers)).status).toBe(404);
    expect((await world.call('DELETE', path, undefined, headers)).status).toBe(200);
    expect((await world.call('GET', path)).status).toBe(404);
    expect((await world.call('GET', '/api/v1/me', undefined, headers)).field('organizations')).toEqual([]);
  });

  it('DELETE 409 while it has keys, and for the organization of the deployment', async () => {
    await world.call('POST', '/api/v1/groups', { name: 'g', platforms: ['openai'] });
    const busy = await createScene(world);
    const { headers } = busy.people.owner;
    expect((await world.call('POST', '/api/v1/keys', { name: 'k', group: 'g' }, headers)).status).toBe(201);
    const path = `/api/v1/organizations/${busy.organizationId}`;
    expect((await world.call('DELETE', path, undefined, headers)).status).toBe(409);
    const { organizationId } = await world.organizations.ensureDefault();
    expect((await world.call('DELETE', `/api/v1/organizations/${organizationId}`)).status).toBe(409);
  });

  it('POST 409 past twenty, 403 for a management key, 201 for an operator without an owner', async () => {
    const headers = world.people.signIn('collector');
    const create = () => world.call('POST', '/api/v1/organizations', { name: 'One more' }, headers);
    for (let count = 0; count < 20; count += 1) {
      expect((await create()).status).toBe(201);
    }
    expect((await create()).status).toBe(409);
    const body = { name: 'x' };
    expect(
      (await world.call('POST', '/api/v1/organizations', body, await scene.managementKey())).status,
    ).toBe(403);
    const made = await world.call('POST', '/api/v1/organizations', body);
    const path = `/api/v1/members?organization_id=${made.field('id')}`;
    expect((await world.call('GET', path)).field('data')).toEqual([]);
  });
});
