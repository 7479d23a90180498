import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governedRoutes } from '../authorisation/route-rules.ts';
import { type ApiAnswer, type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { ROUTE_CALLS } from '../testing/route-calls.ts';
import { createScene } from '../testing/scene.ts';

// The routes are read from an app that is thrown away, because tests are named before any hook runs.
const listing = await createApiWorld();
const ROUTES = governedRoutes(listing.app).map((route) => ({
  ...route,
  name: `${route.method} ${route.path}`,
}));
await listing.close();

const CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** A scanner that reports has no credential of an operator; a person has to accept. Both have their own tests. */
const ELSEWHERE = new Set(['POST /api/v1/keys/leaked', 'POST /api/v1/invitations/accept']);
/** The members of answers that hold a secret. */
const SECRET_MEMBERS = ['key', 'token', 'link', 'webhook_secret', 'secret'];

let world: ApiWorld;

beforeAll(async () => {
  world = await createApiWorld();
});

afterAll(() => world.close());

describe('every route that changes something', () => {
  it('says how the audit log calls it, and no other does', () => {
    const wrong = ROUTES.filter(({ method, rule }) => CHANGING.has(method) !== (rule.action !== null));
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});

describe.each(ROUTES.filter(({ method, name }) => CHANGING.has(method) && !ELSEWHERE.has(name)))(
  '$name',
  ({ method, name, rule }) => {
    it('leaves one entry: who, from where, what, and no secret', async () => {
      const scene = await createScene(world);
      const call = await ROUTE_CALLS[name]?.(scene);
      const newest = (await world.audit.list({ limit: 1 })).items[0]?.id ?? '';
      world.time.ms += 1;
      const answer = await world.call(method, call?.path ?? '', call?.body);
      expect([answer.status < 300, answer.text]).toEqual([true, expect.anything()]);
      const entries = (await world.audit.list({ limit: 5 })).items.filter(({ id }) => id > newest);
      expect(entries).toMatchObject([
        { action: rule.action, actor: expect.stringMatching(/^management:/), actorKind: 'operator' },
      ]);
      expect(entries[0]?.address).toBe('203.0.113.9');
      if (call?.path.includes(scene.organizationId) || JSON.stringify(call?.body ?? '').includes('org_')) {
        expect(entries[0]?.organizationId).toBe(scene.organizationId);
      }
      for (const secret of secretsOf(answer)) {
        expect(JSON.stringify(entries)).not.toContain(secret);
      }
      expect(JSON.stringify(entries)).not.toContain('sk-canary');
    });
  },
);

describe('GET /api/v1/audit', () => {
  it('shows what a change changed, and nothing that moves by itself', async () => {
    const { organizationId, projectId, people } = await createScene(world);
    const path = `/api/v1/projects/${projectId}`;
    world.time.ms += 1;
    await world.call('PATCH', path, { mode: 'api-keys', monthly_budget: '5' }, people.admin.headers);
    const audit = await world.call('GET', `/api/v1/audit?organization_id=${organizationId}`);
    expect(audit.field('data.0')).toMatchObject({
      action: 'project.update',
      actor: people.admin.email,
      actor_kind: 'person',
      actor_id: people.admin.userId,
      target_id: projectId,
      details: { name: 'Default' },
    });
    expect(audit.field('data.0.before')).toEqual({ mode: 'credits', monthly_budget: null });
    expect(audit.field('data.0.after')).toEqual({ mode: 'api-keys', monthly_budget: '5' });
  });

  it('keeps all of what is deleted, and no entry of what is refused', async () => {
    const scene = await createScene(world);
    const call = await ROUTE_CALLS['DELETE /api/v1/groups/{id}']?.(scene);
    const before = await world.audit.list({ limit: 1 });
    expect((await world.call('DELETE', '/api/v1/groups/grp_none')).status).toBe(404);
    expect(await world.audit.list({ limit: 1 })).toEqual(before);
    world.time.ms += 1;
    await world.call('DELETE', call?.path ?? '');
    expect((await world.audit.list({ limit: 1 })).items[0]).toMatchObject({
      before: { object: 'group', platforms: ['openai'] },
      after: null,
    });
  });

  it('has an entry of each key of a bulk, in the organization of the key', async () => {
    const scenes = [await createScene(world), await createScene(world)];
    const ids = [];
    for (const scene of scenes) {
      ids.push((await ROUTE_CALLS['GET /api/v1/keys/{id}']?.(scene))?.path.split('/').at(-1));
    }
    world.time.ms += 1;
    await world.call('POST', '/api/v1/keys/bulk', { action: 'disable', ids: [...ids, 'key_none'] });
    const entries = (await world.audit.list({ limit: 2 })).items;
    expect(entries.map(({ targetId }) => targetId).sort()).toEqual([...ids].sort());
    expect(entries.map(({ organizationId }) => organizationId).sort()).toEqual(
      scenes.map(({ organizationId }) => organizationId).sort(),
    );
    expect(entries[0]).toMatchObject({ action: 'key.bulk', details: { action: 'disable', name: 'k' } });
  });

  it('gives out no secret when the entry cannot be written', async () => {
    const broken = await createApiWorld();
    Object.assign(broken.audit, { record: () => Promise.reject(new Error('the disk is full')) });
    const answer = await broken.call('POST', '/api/v1/management-keys', { name: 'm', scopes: ['keys:read'] });
    expect([answer.status, answer.field('error.code')]).toEqual([500, 'internal_error']);
    expect(answer.text).not.toContain('mk-tp-');
    await broken.close();
  });
});

function secretsOf(answer: ApiAnswer): string[] {
  return SECRET_MEMBERS.map((member) => answer.field(member)).filter((value) => typeof value === 'string');
}
