import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld, MANAGEMENT_KEY } from '../testing/api-world.ts';
import { createScene, type Scene } from '../testing/scene.ts';

let world: ApiWorld;
let scene: Scene;

beforeAll(async () => {
  world = await createApiWorld();
  scene = await createScene(world);
});

afterAll(() => world.close());

const ME = '/api/v1/me';

describe('GET /api/v1/me', () => {
  it('200 for a person, with what they may do in each organization', async () => {
    const { people, organizationId, name } = scene;
    const answer = await world.call('GET', ME, undefined, people.viewer.headers);
    expect(JSON.parse(answer.text)).toMatchObject({
      object: 'me',
      kind: 'person',
      email: people.viewer.email,
      user_id: people.viewer.userId,
      organization_id: organizationId,
      organizations: [{ id: organizationId, name, role: 'viewer' }],
    });
    expect(answer.field('permissions')).toContain('keys:read');
    expect(answer.field('permissions')).not.toContain('keys:write');
  });

  it('200 for the administrator’s key, an operator and a management key', async () => {
    const key = await scene.managementKey(['keys:read']);
    const byKey = await world.call('GET', ME, undefined, key);
    expect([byKey.field('kind'), byKey.field('permissions')]).toEqual(['management-key', ['keys:read']]);
    expect(byKey.field('organization_id')).toBe(scene.organizationId);
    const operator = await world.call('GET', ME, undefined, world.people.signIn('root', true));
    expect([operator.field('kind'), operator.field('organization_id')]).toEqual(['operator', null]);
    expect(operator.field('permissions')).toContain('configuration:apply');
    expect((await world.call('GET', ME)).field('kind')).toBe('operator');
  });

  it('200 for a person who belongs nowhere yet, who may do nothing', async () => {
    const stray = world.people.signIn('stray');
    expect((await world.call('GET', ME, undefined, stray)).field('permissions')).toEqual([]);
    expect((await world.call('GET', '/api/v1/keys', undefined, stray)).status).toBe(403);
    expect((await world.call('GET', '/api/v1/organizations', undefined, stray)).field('data')).toEqual([]);
  });
});

describe('a session', () => {
  const create = (headers: Record<string, string | null>) =>
    world.call('POST', '/api/v1/projects', { name: `p${Math.trunc(Math.random() * 1e9)}` }, headers);

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the same site', { 'sec-fetch-site': 'same-site' }],
    ['an address typed by hand', { 'sec-fetch-site': 'none' }],
    ['another origin', { 'sec-fetch-site': null, origin: 'https://evil.example', host: 'turnpike.example' }],
    ['a sandbox', { 'sec-fetch-site': null, origin: 'null', host: 'turnpike.example' }],
    ['nowhere', { 'sec-fetch-site': null }],
  ])('403 for a change that comes from %s', async (_, headers) => {
    const answer = await create({ ...scene.people.owner.headers, ...headers });
    expect([answer.status, answer.field('error.code')]).toEqual([403, 'management_forbidden']);
  });

  it.each([
    ['the console', { 'sec-fetch-site': 'same-origin' }],
    ['its own host', { 'sec-fetch-site': null, origin: 'http://10.0.0.7:8080', host: '10.0.0.7:8080' }],
    ['the public address', { 'sec-fetch-site': null, origin: 'https://turnpike.example', host: 'inside:80' }],
  ])('201 for a change that comes from %s', async (_, headers) => {
    expect((await create({ ...scene.people.owner.headers, ...headers })).status).toBe(201);
  });

  it('200 for reading, wherever it comes from', async () => {
    const headers = { ...scene.people.owner.headers, 'sec-fetch-site': 'cross-site' };
    expect((await world.call('GET', ME, undefined, headers)).status).toBe(200);
  });

  it('401 for a key that is wrong, whatever cookies come with it', async () => {
    const headers = { ...scene.people.owner.headers, authorization: 'Bearer nonsense' };
    expect((await world.call('GET', ME, undefined, headers)).status).toBe(401);
    const both = { ...scene.people.viewer.headers, authorization: `Bearer ${MANAGEMENT_KEY}` };
    expect((await world.call('GET', ME, undefined, both)).field('kind')).toBe('operator');
  });

  it('403 for revealing a key a while after signing in, until signing in again', async () => {
    const group = await world.groups.create({
      ...{ name: 'fresh', platforms: ['openai'], multiplierPpm: 1_000_000, translate: true },
    });
    const person = scene.person('late');
    await scene.join(person, 'admin');
    const made = await world.call('POST', '/api/v1/keys', { name: 'k', group_id: group.id }, person.headers);
    const reveal = `/api/v1/keys/${made.field('id')}/reveal`;
    world.time.ms += 15 * 60_000;
    expect((await world.call('POST', reveal, undefined, person.headers)).status).toBe(200);
    world.time.ms += 1;
    const stale = await world.call('POST', reveal, undefined, person.headers);
    expect([stale.status, stale.field('error.code')]).toEqual([403, 'fresh_sign_in_required']);
    expect((await world.call('POST', reveal, undefined, scene.person('late').headers)).status).toBe(200);
    expect((await world.call('POST', reveal, undefined, await scene.managementKey())).status).toBe(200);
  });
});

describe('a management key', () => {
  it('401 once it is revoked or expired', async () => {
    const expires_at = new Date(world.time.ms + 1_000).toISOString();
    const body = { name: 'ci', scopes: ['keys:read'], expires_at };
    const made = await world.call('POST', '/api/v1/management-keys', body, scene.people.admin.headers);
    const headers = { authorization: `Bearer ${made.field('key')}` };
    expect((await world.call('GET', '/api/v1/keys', undefined, headers)).status).toBe(200);
    world.time.ms += 1_000;
    expect((await world.call('GET', '/api/v1/keys', undefined, headers)).status).toBe(401);
    const path = `/api/v1/management-keys/${made.field('id')}`;
    expect((await world.call('GET', path)).field('status')).toBe('expired');
    const revoked = await scene.managementKey();
    const all = await world.call('GET', `/api/v1/management-keys?organization_id=${scene.organizationId}`);
    await world.call('DELETE', `/api/v1/management-keys/${all.field('data.0.id')}`);
    expect((await world.call('GET', ME, undefined, revoked)).status).toBe(401);
  });

  it('400 for a scope that is none, 403 for one that its maker does not have', async () => {
    const { headers } = scene.people.admin;
    const create = (scopes: string[]) =>
      world.call('POST', '/api/v1/management-keys', { name: 'x', scopes }, headers);
    expect((await create(['keys:all'])).field('error.param')).toBe('scopes.0');
    const beyond = await create(['keys:read', 'organizations:write']);
    expect([beyond.status, beyond.field('error.param')]).toEqual([403, 'scopes.1']);
    expect(beyond.field('error.message')).toContain('organizations:write');
  });

  it('of the operator works in every organization, with its scopes alone', async () => {
    const made = await world.call('POST', '/api/v1/management-keys', { name: 'all', scopes: ['keys:read'] });
    expect(made.field('organization_id')).toBeNull();
    const headers = { authorization: `Bearer ${made.field('key')}` };
    const path = `/api/v1/keys?organization_id=${scene.organizationId}`;
    expect((await world.call('GET', path, undefined, headers)).status).toBe(200);
    expect((await world.call('GET', '/api/v1/projects', undefined, headers)).status).toBe(403);
  });
});
