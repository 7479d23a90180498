import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Shown, startTaskGateway, type TaskGateway } from '../support/tasks/task-gateway.ts';

const DAY_S = 86_400;

let gateway: TaskGateway;
beforeAll(async () => {
  gateway = await startTaskGateway();
});
afterAll(() => gateway.close());

async function makeFilm(): Promise<Shown> {
  gateway.simulator.planJobs({ queue_ms: 0, run_ms: 0, outcome: 'succeeded', unseen_polls: 0 });
  const made = await gateway.general('POST', '/v1/videos', { model: 'seedance-2', prompt: 'a cat' });
  return (await gateway.general('GET', `/v1/tasks/${made.body.id}?wait=30`)).body;
}

it('are kept for as long as the project says', async () => {
  const projects = await gateway.manage<{ data: { id: string }[] }>('GET', '/projects');
  const path = `/projects/${projects.body.data[0]?.id}`;
  await gateway.manage('PATCH', path, { media_retention_days: 2 });
  const short = await makeFilm();
  expect(short.status).toBe('succeeded');
  expect(Number(short.expires_at) - Date.now() / 1_000).toBeCloseTo(2 * DAY_S, -2);
  await gateway.manage('PATCH', path, { media_retention_days: 0 });
  expect((await makeFilm()).expires_at).toBeNull();
  await gateway.manage('PATCH', path, { media_retention_days: null });
  expect(Number((await makeFilm()).expires_at) - Date.now() / 1_000).toBeCloseTo(30 * DAY_S, -2);
});

it('are deleted one by one, and say so', async () => {
  const { id, output_urls: urls } = await makeFilm();
  const [link = ''] = urls as string[];
  const shown = () => gateway.manage<{ outputs: { id: string }[] }>('GET', `/tasks/${id}`);
  const [output] = (await shown()).body.outputs;
  expect((await fetch(link)).status).toBe(200);
  const removed = await gateway.manage('DELETE', `/media/${output?.id}`);
  expect([removed.status, removed.body]).toEqual([
    200,
    { id: output?.id, object: 'media_file', deleted: true },
  ]);
  expect((await fetch(link)).status).toBe(410);
  expect((await shown()).body.outputs).toEqual([]);
  expect((await gateway.general('GET', `/v1/tasks/${id}`)).body.output_urls).toEqual([]);
  expect((await gateway.manage('DELETE', `/media/${output?.id}`)).status).toBe(404);
});
