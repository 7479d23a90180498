import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { createScene, type Scene } from '../testing/scene.ts';

let world: ApiWorld;
let scene: Scene;

beforeAll(async () => {
  world = await createApiWorld();
  scene = await createScene(world);
  const { headers } = scene.people.admin;
  for (const name of ['=HYPERLINK("x")', 'quo"ted, and more', 'plain']) {
    world.time.ms += 1_000;
    await world.call('POST', '/api/v1/projects', { name }, headers);
  }
});

afterAll(() => world.close());

const exported = (query: string) =>
  world.call('GET', `/api/v1/audit/export${query}`, undefined, scene.people.owner.headers);

describe('GET /api/v1/audit/export', () => {
  it('200 as JSON lines, the same entries as the list', async () => {
    const answer = await exported('');
    expect(answer.headers.get('content-type')).toBe('application/jsonl');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.jsonl"');
    const lines = answer.text.trimEnd().split('\n');
    const list = await world.call('GET', '/api/v1/audit', undefined, scene.people.owner.headers);
    expect(lines.map((line) => JSON.parse(line))).toEqual(list.field('data'));
    expect(lines).toHaveLength(3);
  });

  it('200 as CSV that no spreadsheet takes for formulas', async () => {
    const answer = await exported('?format=csv');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, newest] = answer.text.split('\n');
    expect(head).toBe(
      'id,at,actor,actor_kind,actor_id,address,action,target_id,organization_id,details,before,after',
    );
    expect(newest).toMatch(
      /^aud_\w+,2026-03-01T12:00:03\.000Z,admin\w+@example\.com,person,usr\w+,203\.0\.113\.9,/,
    );
    expect(newest).toContain('"{""name"":""plain""}"');
    await world.audit.record({
      ...{ actor: '=cmd()', actorKind: 'person', actorId: null, address: null, action: 'x', targetId: null },
      ...{ organizationId: scene.organizationId, details: {}, before: null, after: null },
    });
    expect((await exported('?format=csv&action=x')).text).toContain(",'=cmd(),person,,,x,,");
  });

  it('200 with what the filters leave, however much it is', async () => {
    const many = await createScene(world);
    for (let count = 0; count < 1_203; count += 1) {
      await world.audit.record({
        ...{ actor: 'a', actorKind: 'operator', actorId: null, address: null, action: 'many' },
        ...{
          organizationId: many.organizationId,
          targetId: `t${count}`,
          details: {},
          before: null,
          after: null,
        },
      });
    }
    const answer = await world.call('GET', '/api/v1/audit/export?action=many');
    const targets = answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).target_id);
    expect([targets.length, new Set(targets).size]).toEqual([1_203, 1_203]);
    expect((await exported('?action=many')).text).toBe('');
    expect((await exported('?to=2026-03-01T12:00:01Z')).text).toBe('');
    expect((await exported('?from=2026-03-01T12:00:03Z&actor=nobody')).text).toBe('');
    expect((await exported('?format=xml')).field('error.param')).toBe('format');
  });
});
