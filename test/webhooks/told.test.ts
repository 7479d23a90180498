import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Arrived, startReceiver } from '../../src/webhooks/testing/receiver.ts';
import { startTaskGateway, type TaskGateway } from '../support/tasks/task-gateway.ts';

let gateway: TaskGateway;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
  gateway = await startTaskGateway({ env: { TURNPIKE_ALLOW_PRIVATE_WEBHOOKS: 'true' } });
  gateway.simulator.planJobs({ queue_ms: 0, run_ms: 0, outcome: 'succeeded', unseen_polls: 0 });
});
afterAll(async () => {
  await gateway.close();
  await receiver.close();
});

interface Log {
  readonly data: { readonly id: string; readonly status: string; readonly event_type: string }[];
}

const at = (path: string): Arrived[] => receiver.arrived.filter((one) => one.path === path);

it('tells endpoints and the callback of a task all of its states in order, each with its own secret', async () => {
  const fields = { url: `${receiver.url}/endpoint` };
  const made = await gateway.manage<{ id: string; secret: string }>('POST', '/webhook-endpoints', fields);
  const projects = await gateway.manage<{ data: { id: string }[] }>('GET', '/projects');
  const project = await gateway.manage<{ webhook_secret: string }>(
    'GET',
    `/projects/${projects.body.data[0]?.id}`,
  );
  const film = { model: 'seedance-2', prompt: 'a cat', callback_url: `${receiver.url}/callback` };
  const { body: task } = await gateway.general('POST', '/v1/videos', film);
  for (const [path, secret] of [
    ['/endpoint', made.body.secret],
    ['/callback', project.body.webhook_secret],
  ] as const) {
    await expect.poll(() => receiver.typesAt(path).at(-1), { timeout: 10_000 }).toBe('task.succeeded');
    const types = receiver.typesAt(path);
    const order = ['task.pending', 'task.queued', 'task.running', 'task.succeeded'];
    expect(types).toEqual(order.filter((type) => types.includes(type as never)));
    const verified = at(path).map(({ body, headers }) =>
      new Webhook(secret).verify(body, headers as Record<string, string>),
    ) as { data: { id: string } }[];
    expect(verified.map(({ data }) => data.id)).toEqual(verified.map(() => task.id));
    const shown = await gateway.general('GET', `/v1/tasks/${task.id}`);
    expect(verified.at(-1)?.data).toEqual(shown.body);
  }
  const log = await gateway.manage<Log>('GET', `/webhook-deliveries?task_id=${task.id}`);
  expect(new Set(log.body.data.map(({ status }) => status))).toEqual(new Set(['succeeded']));
});

it('tells again what it is asked to, under the same id', async () => {
  const { body } = await gateway.manage<Log>('GET', '/webhook-deliveries?event_type=task.succeeded&limit=1');
  const before = receiver.arrived.length;
  await gateway.manage('POST', `/webhook-deliveries/${body.data[0]?.id}/redeliver`);
  await expect.poll(() => receiver.arrived.length, { timeout: 5_000 }).toBe(before + 1);
  const ids = receiver.arrived.map(({ headers }) => headers['webhook-id']);
  expect(ids.slice(0, before)).toContain(ids[before]);
});
