import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EventClient, openEvents, type TaskEvent } from '../support/tasks/event-client.ts';
import {
  IMAGE_KEY,
  OTHER_IMAGE_KEY,
  startTaskGateway,
  type TaskGateway,
} from '../support/tasks/task-gateway.ts';

const SEED = { model: 'gemini-2.5-flash-image', prompt: 'a bottle', image_size: '1K' };

let gateway: TaskGateway;
beforeAll(async () => {
  gateway = await startTaskGateway();
});
afterAll(() => gateway.close());

const connect = (key = IMAGE_KEY, lastId: string | null = null): Promise<EventClient> =>
  openEvents(`${gateway.url}/v1/images/tasks/events`, key, lastId);
const make = async (): Promise<string> => (await gateway.image('POST', '/v1/images/tasks', SEED)).body.id;
const statusesOf = (events: readonly TaskEvent[], id: string): string[] =>
  events.filter(({ task }) => task.id === id).map(({ task }) => task.status);

it('tells a key of every change of its tasks, and nobody else', async () => {
  const [own, other] = [await connect(), await connect(OTHER_IMAGE_KEY)];
  const id = await make();
  await expect
    .poll(() => statusesOf(own.events, id), { timeout: 10_000 })
    .toEqual(['queued', 'running', 'succeeded']);
  expect(new Set(own.events.map(({ name }) => name))).toEqual(new Set(['image_task.updated']));
  expect(own.events.at(-1)?.task).toMatchObject({
    object: 'image.task',
    data: [{ url: expect.any(String) }],
  });
  expect(other.events).toEqual([]);
  await Promise.all([own.close(), other.close()]);
});

it('shows the open tasks first, and none that is over', async () => {
  gateway.simulator.setPace({ first_chunk_ms: 1_500 });
  const id = await make();
  const client = await connect();
  await expect.poll(() => client.events.length).toBeGreaterThan(0);
  expect(client.events[0]?.task).toMatchObject({ id });
  expect(['queued', 'running']).toContain(client.events[0]?.task.status);
  await expect.poll(() => statusesOf(client.events, id).at(-1), { timeout: 10_000 }).toBe('succeeded');
  await client.close();
  gateway.simulator.setPace({ first_chunk_ms: 0 });
});

it('misses nothing for a client that comes back with Last-Event-ID', async () => {
  const first = await connect();
  const before = await make();
  await expect.poll(() => first.events.length).toBeGreaterThan(0);
  const seen = [...first.events];
  await first.close();
  const meanwhile = [await make(), await make()];
  await Promise.all(meanwhile.map((id) => gateway.image('GET', `/v1/images/tasks/${id}?wait=20`)));
  const again = await connect(IMAGE_KEY, seen.at(-1)?.id ?? null);
  await expect
    .poll(() => meanwhile.map((id) => statusesOf(again.events, id)), { timeout: 10_000 })
    .toEqual([
      ['queued', 'running', 'succeeded'],
      ['queued', 'running', 'succeeded'],
    ]);
  const whole = [...seen, ...again.events];
  expect(statusesOf(whole, before)).toEqual(['queued', 'running', 'succeeded']);
  const ids = whole.map(({ id }) => Number(id));
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  expect(new Set(ids).size).toBe(ids.length);
  await again.close();
});

it('follows one task of a general key to its end, and ends with it', async () => {
  const { body } = await gateway.general('POST', '/v1/videos', { model: 'seedance-2', prompt: 'x' });
  const answer = await gateway.get(`/v1/tasks/${body.id}/events`);
  const text = await answer.text();
  expect(text).toContain('event: task.updated');
  expect(text.trimEnd().endsWith('}')).toBe(true);
  expect(text).toContain('"status":"succeeded"');
});

it('bounds the connections of a key', async () => {
  const open = await Promise.all(Array.from({ length: 64 }, () => connect(OTHER_IMAGE_KEY)));
  await expect(connect(OTHER_IMAGE_KEY)).rejects.toThrow(/429/);
  await Promise.all(open.map((client) => client.close()));
  await expect
    .poll(() => connect(OTHER_IMAGE_KEY).then((client) => client.close()), { timeout: 5_000 })
    .toBe(undefined);
});
