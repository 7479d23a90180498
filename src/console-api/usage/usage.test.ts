import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';
import { insertRequest, NO_TOKENS } from '../testing/insert-request.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

describe('GET /api/v1/usage', () => {
  const span = 'from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z';

  it('200 with sums by what was asked for', async () => {
    await insertRequest(world, Date.parse('2026-02-01T10:00:00Z'), 'one');
    await insertRequest(world, Date.parse('2026-02-02T10:00:00Z'), 'one');
    const byDay = await world.call('GET', `/api/v1/usage?${span}&group_by=day,model`);
    expect(byDay.status).toBe(200);
    expect(byDay.field('data')).toMatchObject([
      { day: '2026-02-01', model: 'one', requests: 1, input_tokens: 10, charge: '0.0000015' },
      { day: '2026-02-02', model: 'one', requests: 1 },
    ]);
    const byKey = await world.call('GET', `/api/v1/usage?${span}&group_by=key`);
    expect(byKey.field('data')).toEqual([
      {
        key_id: 'key_1',
        requests: 2,
        duration_ms: 68,
        ...NO_TOKENS,
        input_tokens: 20,
        output_tokens: 10,
        charge: '0.000003',
      },
    ]);
  });

  it.each([
    ['to=2026-03-01T00:00:00Z', 'from'],
    [`${span}&group_by=color`, 'group_by'],
    ['from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z', 'to'],
    ['from=2020-03-01T00:00:00Z&to=2026-02-01T00:00:00Z', 'to'],
  ])('400 for %s', async (query, param) => {
    const answer = await world.call('GET', `/api/v1/usage?${query}`);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
  });
});
