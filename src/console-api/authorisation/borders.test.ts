import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { createScene, type Scene } from '../testing/scene.ts';

let world: ApiWorld;
let own: Scene;
let other: Scene;

beforeAll(async () => {
  world = await createApiWorld();
  own = await createScene(world);
  other = await createScene(world);
  await world.call('POST', '/api/v1/groups', { name: 'default', platforms: ['openai'] });
});

afterAll(() => world.close());

describe('lists', () => {
  it.each(['keys', 'projects', 'members', 'invitations', 'management-keys', 'requests', 'audit'])(
    '200 with what is the organization’s alone: %s',
    async (resource) => {
      for (const scene of [own, other]) {
        const { headers } = scene.people.owner;
        await world.call('POST', '/api/v1/keys', { name: 'k', group: 'default' }, headers);
        await scene.managementKey();
      }
      const answer = await world.call('GET', `/api/v1/${resource}`, undefined, own.people.owner.headers);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(other.organizationId);
      const all = await world.call('GET', `/api/v1/${resource}?organization_id=${other.organizationId}`);
      expect(all.text).not.toContain(own.organizationId);
    },
  );
});

describe('a person in two organizations', () => {
  it('has in each the role they have there', async () => {
    const { headers, userId, email } = own.people.owner;
    await other.join({ headers, userId, email }, 'viewer');
    const create = (organizationId: string) =>
      world.call('POST', '/api/v1/projects', { name: 'two', organization_id: organizationId }, headers);
    expect((await create(own.organizationId)).status).toBe(201);
    const refused = await create(other.organizationId);
    expect([refused.status, refused.field('error.message')]).toEqual([
      403,
      'This needs the permission projects:write',
    ]);
    const project = await world.call('GET', `/api/v1/projects/${other.projectId}`, undefined, headers);
    expect([project.status, project.field('webhook_secret')]).toEqual([200, undefined]);
    const mine = await world.call('GET', `/api/v1/projects/${own.projectId}`, undefined, headers);
    expect(mine.field('webhook_secret')).toMatch(/^whsec_/);
    const organizations = await world.call('GET', '/api/v1/organizations', undefined, headers);
    expect(organizations.field('data')).toHaveLength(2);
  });
});

describe('a stranger’s things in a body', () => {
  it('400 as for what does not exist', async () => {
    const { headers } = own.people.admin;
    const secret = { name: 'secret', platforms: ['openai'], visible_to: [other.organizationId] };
    const group = await world.call('POST', '/api/v1/groups', secret);
    const create = (body: object) => world.call('POST', '/api/v1/keys', { name: 'k', ...body }, headers);
    for (const [strangers, nobodys, param] of [
      [
        { group: 'default', project_id: other.projectId },
        { group: 'default', project_id: 'proj_none' },
        'project_id',
      ],
      [{ group_id: group.field('id') }, { group_id: 'grp_none' }, 'group_id'],
      [{ group: 'secret' }, { group: 'nothing' }, 'group'],
    ] as const) {
      const [first, second] = [await create(strangers), await create(nobodys)];
      expect([first.status, first.field('error.param')]).toEqual([400, param]);
      expect(first.text).toBe(second.text);
    }
    const project = `/api/v1/projects/${own.projectId}`;
    const patched = await world.call('PATCH', project, { default_group: 'secret' }, headers);
    expect([patched.status, patched.field('error.param')]).toEqual([400, 'default_group']);
  });

  it('shows a group to the organizations it is for', async () => {
    const seen = async (scene: Scene) =>
      (await world.call('GET', '/api/v1/groups', undefined, scene.people.viewer.headers)).text.includes(
        '"secret"',
      );
    expect([await seen(own), await seen(other)]).toEqual([false, true]);
    const group = await world.groups.findByName('secret');
    const path = `/api/v1/groups/${group?.id}`;
    expect((await world.call('GET', path, undefined, own.people.admin.headers)).status).toBe(404);
    expect((await world.call('GET', path, undefined, other.people.viewer.headers)).status).toBe(200);
    const { userId, email, headers } = own.people.viewer;
    world.time.ms += 1;
    await other.join({ userId, email, headers }, 'viewer');
    expect((await world.call('GET', path, undefined, headers)).status).toBe(200);
  });

  it('refuses each key of a bulk by itself', async () => {
    const body = { name: 'theirs', group: 'default' };
    const theirs = await world.call('POST', '/api/v1/keys', body, other.people.admin.headers);
    const bulk = { action: 'delete', ids: [theirs.field('id'), 'key_none'] };
    const answer = await world.call('POST', '/api/v1/keys/bulk', bulk, own.people.admin.headers);
    expect([answer.field('data.0.error'), answer.field('data.0.status')]).toEqual([
      answer.field('data.1.error'),
      'refused',
    ]);
    expect((await world.call('GET', `/api/v1/keys/${theirs.field('id')}`)).field('status')).toBe('active');
  });
});

describe('the default group of a project', () => {
  it('is what a new key is bound to that names none', async () => {
    const { headers } = own.people.admin;
    await world.call('PATCH', `/api/v1/projects/${own.projectId}`, { default_group: 'default' }, headers);
    const key = await world.call('POST', '/api/v1/keys', { name: 'unbound' }, own.people.member.headers);
    const group = await world.groups.findByName('default');
    expect([key.status, key.field('group_id'), key.field('project_id')]).toEqual([
      201,
      group?.id,
      own.projectId,
    ]);
  });
});

describe('Idempotency-Key', () => {
  it('is each caller’s own, and is asked for permission first', async () => {
    const headers = { 'idempotency-key': 'shared' };
    const create = (scene: Scene, role: 'admin' | 'viewer') =>
      world.call('POST', '/api/v1/projects', { name: 'idem' }, { ...scene.people[role].headers, ...headers });
    const [first, again, elsewhere] = [
      await create(own, 'admin'),
      await create(own, 'admin'),
      await create(other, 'admin'),
    ];
    expect([first.status, again.text === first.text, elsewhere.status]).toEqual([201, true, 201]);
    expect(elsewhere.field('organization_id')).toBe(other.organizationId);
    expect((await create(own, 'viewer')).status).toBe(403);
  });
});
