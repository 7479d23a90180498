import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

describe('/api/v1/models', () => {
  it('PUT 200, GET 200 and in the list, DELETE 200, for a name with a slash', async () => {
    const path = `/api/v1/models/${encodeURIComponent('openai/gpt-4o-mini')}`;
    const price = { input: '0.15', output: '0.60' };
    const set = await world.call('PUT', path, { price });
    expect(set.status).toBe(200);
    expect(JSON.parse(set.text)).toEqual({
      object: 'model_price',
      name: 'openai/gpt-4o-mini',
      price,
      updated_at: '2026-03-01T12:00:00.000Z',
    });
    expect((await world.call('GET', path)).text).toBe(set.text);
    expect((await world.call('GET', '/api/v1/models')).field('data')).toEqual([JSON.parse(set.text)]);
    expect((await world.call('DELETE', path)).status).toBe(200);
    expect((await world.call('DELETE', path)).status).toBe(404);
    expect((await world.call('GET', path)).status).toBe(404);
  });

  it.each([
    [{}, 'price'],
    [{ price: { inputs: '1' } }, 'price.inputs'],
    [{ price: { input: '-1' } }, 'price.input'],
    [{ price: {} }, 'price'],
    [{ price: { input: '1' }, name: 'x' }, 'name'],
  ])('PUT 400 for %j, naming %s', async (body, param) => {
    const answer = await world.call('PUT', '/api/v1/models/m', body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
  });
});
