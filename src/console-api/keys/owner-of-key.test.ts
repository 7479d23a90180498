import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../core/secret.ts';
import { leakLetter } from '../../keys/index.ts';
import type { ApiWorld } from '../testing/api-world.ts';
import { createKeyWorld } from '../testing/key-world.ts';
import { type Credentials, createScene, type Scene } from '../testing/scene.ts';

const REPORTER = { authorization: 'Bearer the-secret-of-the-scanner' };

let world: ApiWorld;
let scene: Scene;
beforeAll(async () => {
  world = await createKeyWorld({ leakReportSecret: new Secret('the-secret-of-the-scanner') });
});
beforeEach(async () => {
  scene = await createScene(world);
  world.leakNotices.splice(0);
});
afterAll(() => world.close());

async function makeKey(headers: Credentials) {
  const body = { name: 'production', group: 'default', organization_id: scene.organizationId };
  const made = await world.call('POST', '/api/v1/keys', body, headers);
  const field = (name: string) => String(made.field(name));
  return { path: `/api/v1/keys/${field('id')}`, key: field('key'), preview: field('preview') };
}

async function report(key: string): Promise<void> {
  expect((await world.call('POST', '/api/v1/keys/leaked', { key }, REPORTER)).status).toBe(200);
}

async function removeMember(userId: string): Promise<void> {
  const member = (await world.members.list(scene.organizationId)).find((one) => one.userId === userId);
  const path = `/api/v1/members/${member?.id}`;
  expect((await world.call('DELETE', path, undefined, scene.people.owner.headers)).status).toBe(200);
}

const told = () => world.leakNotices.map(({ email }) => email);

describe('of a leaked key is told', () => {
  it('the person who made it, once, with what tells the key from others and not the key', async () => {
    const { key, preview } = await makeKey(scene.people.member.headers);
    await report(key);
    await report(key);
    const { email } = scene.people.member;
    expect(world.leakNotices).toEqual([
      { email, keyName: 'production', preview, organizationName: scene.name },
    ]);
    const [notice] = world.leakNotices;
    const letter = leakLetter('https://turnpike.example', notice ?? expect.fail());
    expect([letter.to, letter.link.reveal()]).toEqual([email, 'https://turnpike.example/console/keys']);
    expect(letter.subject + letter.text).toContain('production');
    expect(letter.subject + letter.text).not.toContain(key);
  });

  it('every owner of the organization where a program made it', async () => {
    await scene.join(scene.person('second'), 'owner');
    await report((await makeKey(await scene.managementKey())).key);
    expect(told().sort()).toEqual([scene.people.owner.email, scene.person('second').email].sort());
  });

  it('an owner where the person who made it is no member any more', async () => {
    const { key } = await makeKey(scene.people.member.headers);
    await removeMember(scene.people.member.userId);
    await report(key);
    expect(told()).toEqual([scene.people.owner.email]);
  });

  it('whoever made it, too, when it is a string that the key was rotated from', async () => {
    const { path, key } = await makeKey(scene.people.member.headers);
    await world.call('POST', `${path}/rotate`, undefined, scene.people.member.headers);
    await report(key);
    expect(told()).toEqual([scene.people.member.email]);
  });

  it('everybody who may see keys, by the list', async () => {
    const { path, key } = await makeKey(scene.people.member.headers);
    await report(key);
    const query = `organization_id=${scene.organizationId}`;
    const list = await world.call('GET', `/api/v1/keys?${query}`, undefined, scene.people.viewer.headers);
    expect(list.field('data.0')).toMatchObject({ status: 'inactive', leaked_at: expect.any(String) });
    expect(path).toContain(String(list.field('data.0.id')));
  });
});

describe('a key whose maker is no member any more', () => {
  it('stays with the organization and says who made it, who may do nothing with it', async () => {
    const { path } = await makeKey(scene.people.member.headers);
    const { userId, headers } = scene.people.member;
    await removeMember(userId);
    const seen = await world.call('GET', path, undefined, scene.people.admin.headers);
    expect(seen.field('status')).toBe('active');
    expect(seen.field('created_by')).toBe(userId);
    expect((await world.call('GET', path, undefined, headers)).status).toBe(404);
    expect((await world.call('POST', `${path}/reveal`, undefined, headers)).status).toBe(404);
    expect((await world.call('DELETE', path, undefined, scene.people.admin.headers)).status).toBe(200);
  });
});
