import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/index.ts';
import { startTaskGateway, type TaskGateway } from '../support/tasks/task-gateway.ts';

let gateway: TaskGateway;
beforeAll(async () => {
  gateway = await startTaskGateway({ env: { TURNPIKE_TASK_TIMEOUT_S: '2' } });
});
afterAll(() => gateway.close());

it('ends what the upstream does not finish in time, gives everything back, and charges no late success', async () => {
  const before = await gateway.wallet();
  gateway.simulator.planJobs({ queue_ms: 0, run_ms: 3_000 });
  const film = { model: 'seedance-2', prompt: 'a slow film' };
  const { id } = (await gateway.general('POST', '/v1/videos', film)).body;
  const task = (await gateway.general('GET', `/v1/tasks/${id}?wait=20`)).body;
  expect(task).toMatchObject({ status: 'timeout', cost: '0', error: { code: 'upstream_timeout' } });
  expect(await gateway.wallet()).toEqual(before);
  const deletes = gateway.simulator.requests().filter(({ method }) => method === 'DELETE');
  expect(deletes.length).toBe(1);
  // The late look is ten minutes away; it is brought forward, as a callback of the vendor would.
  await expect.poll(() => gateway.simulator.jobs()[0]?.createdAtMs ?? 0).toBeLessThan(Date.now());
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const database = await openDatabase({ url: null, dataDir: gateway.dataDir });
  const row = () =>
    database.db
      .selectFrom('tasks')
      .select(['due_at', 'state', 'charge_nano'])
      .where('id', '=', id)
      .executeTakeFirst();
  expect((await row())?.due_at).not.toBeNull();
  await database.db.updateTable('tasks').set({ due_at: Date.now() }).where('id', '=', id).execute();
  await expect.poll(row, { timeout: 10_000 }).toEqual({ due_at: null, state: 'timeout', charge_nano: 0 });
  const jobs = await database.db
    .selectFrom('task_jobs')
    .select(['state', 'credential_box'])
    .where('task_id', '=', id)
    .execute();
  expect(jobs).toEqual([{ state: 'made', credential_box: null }]);
  await database.close();
  expect(await gateway.wallet()).toEqual(before);
});
