import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import type { Id } from '../core/ids.ts';
import { type Arrived, startReceiver } from './testing/receiver.ts';
import { type SetUpOptions, setUpWebhooks } from './testing/set-up-webhooks.ts';
import { verify } from './testing/verify.ts';

const DAY_MS = 86_400_000;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

describeOnEachDatabase('webhook endpoints', (open) => {
  const setUp = async (options?: SetUpOptions) => setUpWebhooks(await open(), receiver, options);

  it('disable what answers 410, once, and cancel what it had not been told', async () => {
    const { path, make, enqueue, deliverer, disabled, endpoints, listed, ids, ...world } = await setUp();
    const { id } = await make(path);
    receiver.answers.set(path, { status: 410 });
    const taskId = ids.next('task');
    await enqueue({ taskId });
    await enqueue({ taskId });
    await deliverer.runDue();
    expect(disabled).toMatchObject([{ endpoint: { id }, reason: 'gone' }]);
    expect(await endpoints.get(id)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    expect((await listed()).map(({ status }) => status)).toEqual(['canceled', 'failed']);
    await enqueue({});
    expect(await listed()).toHaveLength(2);
    const [canceled] = await listed();
    await expect(world.deliveries.redeliver(canceled?.id as Id<'whd'>)).rejects.toMatchObject({
      code: 'conflict',
    });
    receiver.answers.delete(path);
    await endpoints.update(id, { status: 'active' });
    await world.deliveries.redeliver(canceled?.id as Id<'whd'>);
    await deliverer.runDue();
    expect((await listed())[0]).toMatchObject({ status: 'succeeded' });
  });

  it('disable what nothing arrives at for days, and forget failures before that once something does', async () => {
    const { path, make, enqueue, deliverer, disabled, advance } = await setUp();
    await make(path);
    const days = async (status: number, count: number) => {
      receiver.answers.set(path, { status });
      for (let day = 0; day < count; day += 1) {
        await enqueue({});
        await deliverer.runDue();
        advance(DAY_MS);
      }
    };
    await days(500, 5);
    await days(200, 1);
    await days(500, 5);
    expect(disabled).toEqual([]);
    await days(500, 1);
    expect(disabled).toMatchObject([{ reason: 'failing' }]);
  });

  it('sign with two secrets while a rotation overlaps', async () => {
    const { path, make, at, enqueue, deliverer, endpoints, advance, clock } = await setUp();
    const { id } = await make(path);
    const [old] = await endpoints.secrets(id);
    await endpoints.rotateSecret(id, DAY_MS);
    const [now] = await endpoints.secrets(id);
    await enqueue({});
    await deliverer.runDue();
    for (const secret of [old, now]) {
      verify(secret, at()[0] as Arrived, clock.nowMs());
    }
    advance(DAY_MS);
    await enqueue({});
    await deliverer.runDue();
    const signatures = at().map((one) => String(one.headers['webhook-signature']).split(' ').length);
    expect([old.reveal() === now.reveal(), signatures]).toEqual([false, [2, 1]]);
  });

  it('F28, F29: are refused for private addresses when they are stored, and never reach them later', async () => {
    const { path, endpoints, organizationId, projectId, ...world } = await setUp({ allowPrivate: false });
    for (const url of [
      ...[
        'http://example.com/hook',
        'https://127.0.0.1/hook',
        'https://localhost/hook',
        'https://[::1]/hook',
      ],
      ...['https://169.254.169.254/latest', 'https://user:pass@example.com/', 'ftp://example.com', 'hook'],
    ]) {
      const refused = endpoints.create({ organizationId, projectId, url, eventTypes: [] });
      await expect(refused, url).rejects.toMatchObject({ code: 'invalid_request', param: 'url' });
    }
    await world.enqueue({ callbackUrl: receiver.url + path });
    await world.deliverer.runDue();
    expect(receiver.typesAt(path)).toEqual([]);
    expect(await world.listed()).toMatchObject([
      { status: 'pending', answerStatus: null, error: expect.stringMatching(/private or link-local/) },
    ]);
  });

  it('leave the log when their time is over', async () => {
    const { path, make, enqueue, deliverer, deliveries, advance, listed, database } = await setUp();
    await make(path);
    await enqueue({});
    await deliverer.runDue();
    advance(DAY_MS);
    await enqueue({ callbackUrl: receiver.url + path });
    expect(await deliveries.removeOld(DAY_MS / 2, 10)).toBe(1);
    expect(await listed()).toHaveLength(2);
    const messages = await database.db.selectFrom('webhook_messages').selectAll().execute();
    expect(messages).toHaveLength(1);
  });
});
