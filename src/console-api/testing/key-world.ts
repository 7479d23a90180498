import { type ApiWorld, createApiWorld } from './api-world.ts';

/** The least a new key needs in a key world. */
export const LEAST_KEY = { name: 'production-text', group: 'default' };

/** A key that was just created, and its address. */
export interface CreatedKey {
  readonly id: string;
  readonly path: string;
  readonly key: string;
}

/** A management API over a new database with a group and an image batch group to bind keys to. */
export async function createKeyWorld(options: Parameters<typeof createApiWorld>[0] = {}): Promise<ApiWorld> {
  const world = await createApiWorld(options);
  await world.call('POST', '/api/v1/groups', { name: 'default', platforms: ['openai'] });
  await world.call('POST', '/api/v1/image-batch-groups', { name: 'images' });
  return world;
}

/** Creates a key through the API. */
export async function createKey(world: ApiWorld, body: object = LEAST_KEY): Promise<CreatedKey> {
  const answer = await world.call('POST', '/api/v1/keys', body);
  const id = String(answer.field('id'));
  return { id, path: `/api/v1/keys/${id}`, key: String(answer.field('key')) };
}
