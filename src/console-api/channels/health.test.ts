import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOfAnswer } from '../../routing/index.ts';
import { testChannel, testOffer } from '../../routing/testing/offers.ts';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';

describe('the health of a channel', () => {
  let world: ApiWorld;
  let path: string;
  beforeAll(async () => {
    world = await createApiWorld();
    const body = { name: 'a', provider: 'openai', credentials: ['sk-of-number-one', 'sk-of-number-two'] };
    const made = await world.call('POST', '/api/v1/channels', body);
    path = `/api/v1/channels/${made.field('id')}`;
    const id = made.field('id') as `chan_${string}`;
    const channel = testChannel('a', { id, credentials: body.credentials });
    const { candidate } = world.road.choose([testOffer(channel, 'gpt')], null, null);
    if (candidate !== null) {
      world.road.failed(candidate, failureOfAnswer(429, { 'retry-after': '60' }, '', 0));
    }
    const bound = { organizationId: 'org_a', model: 'gpt', channelId: id, credentialIndex: 1 };
    world.affinity.bind('one', bound);
    world.affinity.bind('two', bound);
  });
  afterAll(() => world.close());

  it('200: is shown by credential, with what it rests from and until when', async () => {
    const { body } = await read(path);
    expect(body).toMatchObject({
      credentials: [
        {
          last4: '-one',
          state: 'resting',
          running: 0,
          rests: [
            { model: 'gpt', failures: 1, last_error: 'upstream_429', until: '2026-03-01T12:01:00.000Z' },
          ],
        },
        { last4: '-two', state: 'healthy', rests: [] },
      ],
    });
  });

  it('200: a reset forgets it', async () => {
    const answered = await world.call('POST', `${path}/reset`);
    expect(answered.status).toBe(200);
    expect(answered.field('credentials.0.state')).toBe('healthy');
  });

  it('200: lists the sessions of a channel and lets them go', async () => {
    const { body } = await read(`${path}/affinity?limit=1`);
    expect(body).toMatchObject({ data: [{ model: 'gpt', last4: '-two' }], has_more: true });
    const cleared = await world.call('DELETE', `${path}/affinity`);
    expect(cleared.field('sessions')).toBe(2);
    expect((await read(`${path}/affinity`)).body).toMatchObject({ data: [], has_more: false });
  });

  async function read(at: string): Promise<{ body: unknown }> {
    return { body: JSON.parse((await world.call('GET', at)).text) };
  }
});
