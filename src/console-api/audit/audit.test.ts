import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

describe('GET /api/v1/audit', () => {
  it('200 in parts, newest first', async () => {
    for (const name of ['a', 'b', 'c']) {
      world.time.ms += 1;
      await world.call('POST', '/api/v1/groups', { name, platforms: ['openai'] });
    }
    const first = await world.call('GET', '/api/v1/audit?limit=2');
    const rest = await world.call('GET', `/api/v1/audit?limit=2&cursor=${first.field('next_cursor')}`);
    const names = [first.field('data.0'), first.field('data.1'), rest.field('data.0')];
    expect(names).toMatchObject(['c', 'b', 'a'].map((name) => ({ details: { name } })));
  });

  it('400 for an unknown filter', async () => {
    expect((await world.call('GET', '/api/v1/audit?who=me')).field('error.param')).toBe('who');
  });
});
