import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../members/index.ts';
import type { ApiWorld } from '../testing/api-world.ts';
import { createKeyWorld } from '../testing/key-world.ts';
import { type Credentials, createScene, type Person, type Scene } from '../testing/scene.ts';

const QUARTER_MS = 15 * 60_000;

let world: ApiWorld;
beforeAll(async () => {
  world = await createKeyWorld();
});
afterAll(() => world.close());

/** A key of a scene's project, made by one of its people or by a program. */
async function keyOf(scene: Scene, owner: Person | null, projectId = scene.projectId) {
  const group = await scene.world.groups.findByName('default');
  const { key, secret } = await scene.world.keys.create({
    ...{ name: 'k', projectId, createdBy: owner?.userId ?? null },
    ...{ groupId: group?.id ?? null, imageBatchGroupId: null },
  });
  return { id: key.id, path: `/api/v1/keys/${key.id}/reveal`, text: secret.reveal() };
}

async function reveal(path: string, headers: Credentials) {
  const answer = await world.call('POST', path, undefined, headers);
  return { status: answer.status, said: answer.field(answer.status === 200 ? 'key' : 'error.code') };
}

const REFUSED = { status: 403, said: 'management_forbidden' };

describe('who may see the string of a key again', () => {
  it.each<[Role, boolean, boolean]>([
    ['owner', true, true],
    ['admin', true, true],
    ['member', true, false],
    ['viewer', false, false],
  ])('%s: of an own key %s, of another one %s', async (role, ofOwn, ofOthers) => {
    const scene = await createScene(world);
    const person = scene.people[role];
    const own = await keyOf(scene, person);
    const others = [
      await keyOf(scene, null),
      await keyOf(scene, scene.people[role === 'owner' ? 'admin' : 'owner']),
    ];
    expect(await reveal(own.path, person.headers)).toEqual(ofOwn ? { status: 200, said: own.text } : REFUSED);
    for (const other of others) {
      const expected = ofOthers ? { status: 200, said: other.text } : REFUSED;
      expect(await reveal(other.path, person.headers)).toEqual(expected);
    }
  });

  it.each(ROLES.slice(0, 3))('%s: not when the sign-in is older than a quarter of an hour', async (role) => {
    const scene = await createScene(world);
    const { path, text } = await keyOf(scene, scene.people[role]);
    world.time.ms += QUARTER_MS;
    expect(await reveal(path, scene.people[role].headers)).toEqual({ status: 200, said: text });
    world.time.ms += 1;
    const stale = { status: 403, said: 'fresh_sign_in_required' };
    expect(await reveal(path, scene.people[role].headers)).toEqual(stale);
  });

  it('a management key with the permission, and with no other', async () => {
    const scene = await createScene(world);
    const { path, text } = await keyOf(scene, scene.people.owner);
    const may = await scene.managementKey(['keys:reveal']);
    expect(await reveal(path, may)).toEqual({ status: 200, said: text });
    expect(await reveal(path, await scene.managementKey(['keys:read', 'keys:write']))).toEqual(REFUSED);
  });

  it('nobody of another organization, for whom there is no such key', async () => {
    const { path } = await keyOf(await createScene(world), null);
    const elsewhere = await createScene(world);
    const unknown = { status: 404, said: 'not_found' };
    expect(await reveal(path, elsewhere.people.owner.headers)).toEqual(unknown);
    expect(await reveal(path, await elsewhere.managementKey())).toEqual(unknown);
  });
});

describe('every look', () => {
  it('is in the audit log under the name of whoever looked, without the string', async () => {
    const scene = await createScene(world);
    const { path, id, text } = await keyOf(scene, scene.people.member);
    world.time.ms += 1;
    await reveal(path, scene.people.member.headers);
    world.time.ms += 1;
    await reveal(path, await scene.managementKey(['keys:reveal']));
    const query = `organization_id=${scene.organizationId}&target_id=${id}`;
    const audit = await world.call('GET', `/api/v1/audit?${query}`, undefined, scene.people.admin.headers);
    expect(audit.field('data.0')).toMatchObject({ action: 'key.reveal', actor_kind: 'management-key' });
    expect(audit.field('data.1')).toMatchObject({
      ...{ action: 'key.reveal', actor: scene.people.member.email, actor_id: scene.people.member.userId },
      ...{ address: '203.0.113.9', target_id: id },
    });
    expect(audit.text).not.toContain(text);
  });

  it('counts for the one who looks, ten times a minute', async () => {
    const scene = await createScene(world);
    const { path } = await keyOf(scene, null);
    const [owner, admin] = [scene.people.owner.headers, scene.people.admin.headers];
    for (let count = 0; count < 10; count += 1) {
      expect((await reveal(path, owner)).status).toBe(200);
    }
    expect(await reveal(path, owner)).toEqual({ status: 429, said: 'rate_limit_exceeded' });
    expect((await reveal(path, admin)).status).toBe(200);
  });
});

describe('where hashes alone are kept', () => {
  const disabled = { status: 403, said: 'feature_disabled' };

  it('by the project, no key is shown, and nothing is kept of one made or rotated since', async () => {
    const scene = await createScene(world);
    const before = await keyOf(scene, null);
    const path = `/api/v1/projects/${scene.projectId}`;
    await world.call('PATCH', path, { hash_only: true }, scene.people.owner.headers);
    expect(await reveal((await keyOf(scene, null)).path, scene.people.owner.headers)).toEqual(disabled);
    expect(await reveal(before.path, scene.people.owner.headers)).toEqual(disabled);
    await world.keys.rotate(before.id, { overlapS: 0, value: null });
    await world.call('PATCH', path, { hash_only: false }, scene.people.owner.headers);
    expect(await reveal(before.path, scene.people.owner.headers)).toEqual(disabled);
  });

  it('by the deployment, whatever the project says', async () => {
    const strict = await createKeyWorld({ hashOnly: true });
    const scene = await createScene(strict);
    const { path } = await keyOf(scene, null);
    const answer = await strict.call('POST', path, undefined, scene.people.owner.headers);
    expect([answer.status, answer.field('error.code')]).toEqual([403, 'feature_disabled']);
    const boxes = await strict.database.db.selectFrom('api_keys').select('key_box').execute();
    expect(boxes).toEqual([{ key_box: null }]);
    await strict.close();
  });
});
