import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskGateway, type TaskGateway, taskConfig } from '../support/tasks/task-gateway.ts';

const SEED = { model: 'gemini-2.5-flash-image', prompt: 'a bottle', image_size: '1K' };
const FILM = { model: 'seedance-2', prompt: 'a film' };

let gateway: TaskGateway;
beforeAll(async () => {
  gateway = await startTaskGateway({
    config: (url) =>
      taskConfig(url).replace('concurrency: 4, queue_limit: 100', 'concurrency: 1, queue_limit: 2'),
  });
});
afterAll(() => gateway.close());

it('a batch group works on so many at once, lets so many wait, and refuses the next', async () => {
  gateway.simulator.setPace({ first_chunk_ms: 1_000 });
  const made = [];
  for (let count = 0; count < 3; count += 1) {
    made.push(await gateway.image('POST', '/v1/images/tasks', SEED));
  }
  expect(made.map(({ status }) => status)).toEqual([202, 202, 202]);
  const full = await gateway.image('POST', '/v1/images/tasks', SEED);
  expect([full.status, full.body]).toMatchObject([
    429,
    { error: { code: 'queue_full', reason: 'IMAGE_TASK_QUEUE_FULL' } },
  ]);
  expect(full.headers.get('retry-after')).toBe('5');
  const statuses = async (): Promise<string[]> => {
    const { body } = await gateway.image('GET', '/v1/images/tasks?order=asc');
    return (body.data as { status: string }[]).map(({ status }) => status);
  };
  let most = 0;
  await expect
    .poll(
      async () => {
        const now = await statuses();
        most = Math.max(most, now.filter((status) => status === 'running').length);
        return now.every((status) => status === 'succeeded');
      },
      { timeout: 15_000, interval: 50 },
    )
    .toBe(true);
  expect(most).toBe(1);
  gateway.simulator.setPace({ first_chunk_ms: 0 });
});

it('a waiting image task is canceled at once, a running one not', async () => {
  gateway.simulator.setPace({ first_chunk_ms: 1_500 });
  const first = (await gateway.image('POST', '/v1/images/tasks', SEED)).body;
  const second = (await gateway.image('POST', '/v1/images/tasks', SEED)).body;
  const read = async (id: string) => (await gateway.image('GET', `/v1/images/tasks/${id}`)).body.status;
  await expect.poll(() => read(first.id)).toBe('running');
  const tooLate = await gateway.image('POST', `/v1/images/tasks/${first.id}/cancel`);
  expect([tooLate.status, tooLate.body]).toMatchObject([409, { error: { code: 'conflict' } }]);
  const canceled = await gateway.image('POST', `/v1/images/tasks/${second.id}/cancel`);
  expect([canceled.status, canceled.body]).toMatchObject([200, { status: 'canceled', cost: '0' }]);
  await expect.poll(() => read(first.id), { timeout: 10_000 }).toBe('succeeded');
  gateway.simulator.setPace({ first_chunk_ms: 0 });
  expect((await gateway.wallet()).held).toBe('0');
});

it('a task goes on with the credential it was submitted with, though its channel was deleted', async () => {
  gateway.simulator.planJobs({ queue_ms: 0, run_ms: 2_000 });
  const { id } = (await gateway.general('POST', '/v1/videos', FILM)).body;
  await expect
    .poll(async () => (await gateway.general('GET', `/v1/tasks/${id}`)).body.status)
    .not.toBe('pending');
  const channels = await gateway.manage<{ data: { id: string; name: string }[] }>('GET', '/channels');
  const ark = channels.body.data.find(({ name }) => name === 'sim-ark');
  expect((await gateway.manage('DELETE', `/channels/${ark?.id}`)).status).toBeLessThan(300);
  const task = (await gateway.general('GET', `/v1/tasks/${id}?wait=20`)).body;
  expect(task).toMatchObject({ status: 'succeeded', cost: '0.1' });
  const gone = await gateway.general('POST', '/v1/videos', FILM);
  expect(gone.status).toBe(404);
});

it('nothing that may have arrived is sent again', async () => {
  gateway.simulator.addFaults([{ match: { path: ':generateContent' }, effect: { cut_after_bytes: 0 } }]);
  const prompt = 'a picture whose answer is lost';
  const { id } = (await gateway.image('POST', '/v1/images/tasks', { ...SEED, prompt })).body;
  const asked = (): number =>
    gateway.simulator.requests().filter(({ body }) => body?.includes(prompt) === true).length;
  await expect.poll(asked, { timeout: 5_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  gateway.simulator.clearFaults();
  expect(asked()).toBe(1);
  const seen = await gateway.manage<{ jobs: { state: string }[] }>('GET', `/tasks/${id}`);
  expect(seen.body).toMatchObject({ status: 'running', jobs: [{ state: 'unknown' }] });
  expect((await gateway.wallet()).held).toBe('0.04');
});
