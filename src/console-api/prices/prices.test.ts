import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

const PATH = '/api/v1/prices';

describe('/api/v1/prices', () => {
  it('POST 201 for everywhere, a group and an organization, and GET 200 by what was asked for', async () => {
    const group = await world.call('POST', '/api/v1/groups', { name: 'g', platforms: ['openai'] });
    const { organizationId } = await world.organizations.ensureDefault();
    const price = { model: 'm', price: { input: '1' } };
    const everywhere = await world.call('POST', PATH, price);
    expect(everywhere.status).toBe(201);
    expect(JSON.parse(everywhere.text)).toMatchObject({
      ...{ object: 'price', scope: 'model', group_id: null, model: 'm', price: { input: '1' } },
      state: 'holding',
    });
    await world.call('POST', PATH, { ...price, group_id: group.field('id') });
    await world.call('POST', PATH, { ...price, organization_id: organizationId, model: 'gpt-*' });
    const models = async (query: string) => {
      const answer = await world.call('GET', `${PATH}?${query}`);
      return JSON.parse(answer.text).data.map((one: { scope: string }) => one.scope);
    };
    expect(await models('')).toEqual(['group', 'model', 'organization']);
    expect(await models(`group_id=${group.field('id')}`)).toEqual(['group']);
    expect(await models('model=gpt-*')).toEqual(['organization']);
    expect((await world.call('GET', `${PATH}/${everywhere.field('id')}`)).field('model')).toBe('m');
  });

  it('says which holds, and takes what was replaced away with what replaced it', async () => {
    const set = async (input: string, validFrom?: string) => {
      world.time.ms += 1_000;
      const later = validFrom === undefined ? {} : { valid_from: validFrom };
      return world.call('POST', PATH, { model: 'm', price: { input }, ...later });
    };
    await set('1');
    const second = await set('2');
    const third = await set('3', new Date(world.time.ms + 60_000).toISOString());
    const states = async () => {
      const answer = await world.call('GET', `${PATH}?model=m`);
      return JSON.parse(answer.text).data.map((one: { state: string }) => one.state);
    };
    expect(await states()).toEqual(['replaced', 'holding', 'scheduled']);
    expect((await world.call('DELETE', `${PATH}/${second.field('id')}`)).status).toBe(200);
    expect(await states()).toEqual(['scheduled']);
    await world.call('DELETE', `${PATH}/${third.field('id')}`);
    expect(await states()).toEqual([]);
  });

  it.each([
    [{ model: 'm' }, 'price'],
    [{ model: '', price: { input: '1' } }, 'model'],
    [{ model: 'm', price: { input: 'much' } }, 'price.input'],
    [{ model: 'm', price: { free: true }, valid_from: '2020-01-01T00:00:00Z' }, 'valid_from'],
    [{ model: 'm', price: { free: true }, group_id: 'grp_1', channel_id: 'chan_1' }, 'channel_id'],
  ])('POST 400 for %j', async (body, param) => {
    const answer = await world.call('POST', PATH, body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
  });

  it('404 for what is not there', async () => {
    const price = { model: 'm', price: { input: '1' } };
    expect((await world.call('POST', PATH, { ...price, group_id: 'grp_1' })).status).toBe(404);
    expect((await world.call('GET', `${PATH}/price_1`)).status).toBe(404);
    expect((await world.call('DELETE', `${PATH}/price_1`)).status).toBe(404);
  });
});
