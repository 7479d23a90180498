import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApiWorld } from '../testing/api-world.ts';
import { createKey, createKeyWorld, LEAST_KEY } from '../testing/key-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createKeyWorld();
});

afterEach(() => world.close());

describe('the models of a key', () => {
  it.each([
    [{ models: ['gpt-*', 'gpt-4o-mimi'] }, 'models.1'],
    [{ models: ['gpt-4o-mini'], default_model: 'nobody/knows' }, 'default_model'],
  ])('400 for a model that nothing knows: %j', async (fields, param) => {
    const answer = await world.call('POST', '/api/v1/keys', { ...LEAST_KEY, ...fields });
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
    const { path } = await createKey(world);
    const changed = await world.call('PATCH', path, fields);
    expect([changed.status, changed.field('error.param')]).toEqual([400, param]);
  });

  it('201 for a model of the catalogue, of a channel, of an image batch group, or with a price', async () => {
    const models = [{ name: 'of-a-channel', upstream: 'x' }];
    await world.call('POST', '/api/v1/channels', { name: 'c', provider: 'openai', models, credentials: [] });
    await world.call('POST', '/api/v1/image-batch-groups', { name: 'pictures', models: ['of-images'] });
    await world.call('PUT', '/api/v1/models/with-a-price', { price: { input: '1', output: '2' } });
    const known = ['gpt-4o-mini', 'openai/gpt-4o-mini', 'of-a-channel', 'openai/of-a-channel'];
    const body = { ...LEAST_KEY, models: [...known, 'of-images', 'with-a-price'] };
    expect((await world.call('POST', '/api/v1/keys', body)).status).toBe(201);
  });
});
