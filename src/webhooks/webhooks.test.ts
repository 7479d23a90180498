import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import type { Id } from '../core/ids.ts';
import { newWebhookSecret } from '../projects/index.ts';
import { type Arrived, startReceiver } from './testing/receiver.ts';
import { type SetUpOptions, setUpWebhooks } from './testing/set-up-webhooks.ts';
import { verify } from './testing/verify.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

describeOnEachDatabase('webhooks', (open) => {
  const setUp = async (options?: SetUpOptions) => setUpWebhooks(await open(), receiver, options);

  it('are told what is committed, signed, and nothing of what is not', async () => {
    const { path, make, at, enqueue, database, outbox, organizationId, projectId, ...world } = await setUp();
    const endpoint = await make(path);
    const event = { organizationId, projectId, taskId: null, type: 'task.failed', data: {} } as const;
    const undone = database.transaction(async (tx) => {
      await outbox.enqueue(tx, event);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await enqueue({ type: 'task.succeeded', data: { id: 'task_1', object: 'gateway.video.task' } });
    await world.deliverer.runDue();
    const [arrived, ...more] = at();
    expect([arrived !== undefined, more]).toEqual([true, []]);
    const { headers } = arrived as Arrived;
    const [secret] = await world.endpoints.secrets(endpoint.id);
    expect(verify(secret, arrived as Arrived, world.clock.nowMs())).toEqual({
      type: 'task.succeeded',
      created_at: new Date(world.clock.nowMs()).toISOString(),
      data: { id: 'task_1', object: 'gateway.video.task' },
    });
    const stranger = newWebhookSecret();
    expect(() => verify(stranger, arrived as Arrived, world.clock.nowMs())).toThrow(/signature/);
    expect(await world.listed()).toMatchObject([
      { status: 'succeeded', attempts: 1, answerStatus: 200, messageId: headers['webhook-id'], error: null },
    ]);
  });

  it('are told of the types they want, and callbacks of their task alone, by the secret of the project', async () => {
    const { path, make, enqueue, projects, projectId, ...world } = await setUp({
      eventTypes: ['task.failed'],
    });
    await make(path);
    const callback = `${path}/callback`;
    await enqueue({ type: 'task.succeeded', callbackUrl: receiver.url + callback });
    await enqueue({ type: 'task.failed' });
    await world.deliverer.runDue();
    expect([receiver.typesAt(path), receiver.typesAt(callback)]).toEqual([
      ['task.failed'],
      ['task.succeeded'],
    ]);
    const arrived = receiver.arrived.find((one) => one.path === callback) as Arrived;
    const secret = await projects.webhookSecret(projectId);
    expect(verify(secret, arrived, world.clock.nowMs())).toMatchObject({ type: 'task.succeeded' });
  });

  it('are told again until it arrives, under one id, the events of a task in their order', async () => {
    const { path, make, at, enqueue, deliverer, advance, ids } = await setUp();
    await make(path);
    const [taskId, other] = [ids.next('task'), ids.next('task')];
    receiver.answers.set(path, { status: 503, body: 'not now' });
    await enqueue({ taskId, type: 'task.running' });
    await enqueue({ taskId, type: 'task.succeeded' });
    await deliverer.runDue();
    expect(receiver.typesAt(path)).toEqual(['task.running']);
    receiver.answers.delete(path);
    await enqueue({ taskId: other, type: 'task.canceled' });
    await deliverer.runDue();
    expect(receiver.typesAt(path)).toEqual(['task.running', 'task.canceled']);
    advance(5_000);
    await deliverer.runDue();
    expect(receiver.typesAt(path)).toEqual([
      'task.running',
      'task.canceled',
      'task.running',
      'task.succeeded',
    ]);
    const [first, , again] = at();
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  });

  it('are given up after a day, with every try in the log, and are told again when somebody asks', async () => {
    const { path, make, enqueue, deliverer, deliveries, advance, listed } = await setUp();
    await make(path);
    receiver.answers.set(path, { status: 500, body: `\0${'x'.repeat(10_000)}` });
    await enqueue({});
    for (let hour = 0; hour < 60; hour += 1) {
      await deliverer.runDue();
      advance(3_600_000);
    }
    const [failed] = await listed();
    expect(failed).toMatchObject({
      status: 'failed',
      attempts: 11,
      answerStatus: 500,
      nextAttemptAtMs: null,
    });
    const { tries, body } = await deliveries.details(failed?.id as Id<'whd'>);
    expect([tries.length, tries[0]?.answer?.length, body]).toEqual([
      11,
      4_096,
      expect.stringContaining('task.'),
    ]);
    receiver.answers.delete(path);
    await deliveries.redeliver(failed?.id as Id<'whd'>);
    await deliverer.runDue();
    expect(await listed()).toMatchObject([{ status: 'succeeded', attempts: 12, answerStatus: 200 }]);
  });

  it('do not follow redirects', async () => {
    const { path, make, enqueue, deliverer, listed } = await setUp();
    await make(path);
    receiver.answers.set(path, { status: 302, location: `${receiver.url}/elsewhere` });
    await enqueue({});
    await deliverer.runDue();
    expect(await listed()).toMatchObject([{ status: 'pending', answerStatus: 302 }]);
    expect(receiver.arrived.filter((one) => one.path === '/elsewhere')).toEqual([]);
  });

  it('are told once by three processes, and told by another when one dies', async () => {
    const { path, make, enqueue, openDeliverer, database, clock, advance } = await setUp();
    await make(path);
    for (let count = 0; count < 20; count += 1) {
      await enqueue({});
    }
    await database.db
      .updateTable('webhook_deliveries')
      .set({ leased_until: clock.nowMs() + 60_000 })
      .where('id', 'in', (eb) => eb.selectFrom('webhook_deliveries').select('id').orderBy('id').limit(1))
      .execute();
    const deliverers = [openDeliverer(), openDeliverer(), openDeliverer()];
    await Promise.all(deliverers.map((one) => one.runDue()));
    expect(receiver.typesAt(path)).toHaveLength(19);
    advance(60_000);
    await Promise.all(deliverers.map((one) => one.runDue()));
    expect(receiver.typesAt(path)).toHaveLength(20);
  });

  it('at a dead endpoint do not delay those of others', async () => {
    const { path, make, enqueue, openDeliverer } = await setUp();
    const dead = `${path}/dead`;
    receiver.hanging.add(dead);
    await make(dead);
    for (let count = 0; count < 10; count += 1) {
      await enqueue({});
    }
    await make(path);
    await enqueue({});
    const deliverer = openDeliverer(2);
    deliverer.runDue().catch(() => undefined);
    await expect.poll(() => receiver.typesAt(path)).toHaveLength(1);
    expect(receiver.typesAt(dead).length).toBeLessThanOrEqual(2);
    receiver.hanging.delete(dead);
  });
});
