import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';

describe('GET /api/v1/providers', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await createApiWorld();
  });
  afterAll(() => world.close());

  it('200: lists what a channel can name, with its address and what it makes', async () => {
    const answer = await world.call('GET', '/api/v1/providers');
    expect(answer.status).toBe(200);
    expect(answer.field('data')).toEqual(
      expect.arrayContaining([
        {
          ...{ id: 'openai', object: 'provider', platform: 'openai', needs_credential: true },
          ...{ default_base_url: 'https://api.openai.com/v1', makes: ['text', 'image', 'video'] },
        },
        expect.objectContaining({ id: 'openai-compatible', default_base_url: null }),
        expect.objectContaining({ id: 'ollama', needs_credential: false }),
        expect.objectContaining({ id: 'suno', makes: ['music'] }),
      ]),
    );
  });

  it('401: tells nobody who has no credential', async () => {
    const answer = await world.call('GET', '/api/v1/providers', undefined, { authorization: null });
    expect(answer.status).toBe(401);
  });
});
