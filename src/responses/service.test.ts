import { describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';
import type { Id } from '../core/ids.ts';
import type { Database } from '../db/index.ts';
import {
  createRetention,
  createStoredResponses,
  type NewOwnResponse,
  type StoredResponses,
} from './index.ts';

const DAY_MS = 86_400_000;
const PROJECT: Id<'proj'> = 'proj_1';
const CANARY = 'the white whale';

function setUp(database: Database, retentionDays = 30) {
  const world = createDomainWorld(database);
  const failures: Error[] = [];
  const open = (): StoredResponses =>
    createStoredResponses({ ...world, retentionDays, onFailure: (error) => failures.push(error) });
  const made = (id: string, more: Partial<NewOwnResponse> = {}): NewOwnResponse => ({
    kept: 'here',
    id,
    organizationId: 'org_1',
    projectId: PROJECT,
    createdAtMs: world.clock.nowMs(),
    previousId: null,
    previousBytes: 0,
    isBackground: false,
    status: 'completed',
    input: [{ type: 'message', role: 'user', content: `${CANARY} of ${id}` }],
    response: { id, object: 'response', status: 'completed', output: [{ type: 'message', id: `msg_${id}` }] },
    ...more,
  });
  return { ...world, failures, open, made };
}

describeOnEachDatabase('stored responses', (openDatabase) => {
  it('are found at once, and by another process once they are written', async () => {
    const { open, made } = setUp(await openDatabase());
    const first = open();
    first.keep(made('resp_a'));
    expect(await first.find(PROJECT, 'resp_a')).toMatchObject({ id: 'resp_a', status: 'completed' });
    await first.written();
    const second = open();
    expect(await second.find(PROJECT, 'resp_a')).toEqual(await first.find(PROJECT, 'resp_a'));
    expect(await second.find(PROJECT, 'resp_a')).toMatchObject(
      Object.fromEntries(Object.entries(made('resp_a')).filter(([name]) => name !== 'previousBytes')),
    );
  });

  it('belong to one project, whatever their id is', async () => {
    const { open, made } = setUp(await openDatabase());
    const responses = open();
    responses.keep(made('resp_same'));
    responses.remember({
      kept: 'upstream',
      id: 'resp_same',
      organizationId: 'org_1',
      projectId: 'proj_2',
      createdAtMs: 0,
      channelId: 'chan_1',
      credentialIndex: 1,
    });
    await responses.written();
    const other = open();
    expect((await other.find(PROJECT, 'resp_same'))?.kept).toBe('here');
    expect(await other.find('proj_3', 'resp_same')).toBeNull();
  });

  it('are sealed: no text of them is in the database', async () => {
    const database = await openDatabase();
    const { open, made } = setUp(database);
    const responses = open();
    responses.keep(made('resp_a'));
    await responses.written();
    const rows = await database.db.selectFrom('stored_responses').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/whale|message|user/);
    // A row that is put in the place of another one does not open.
    await database.db.updateTable('stored_responses').set({ id: 'resp_b' }).execute();
    await expect(open().find(PROJECT, 'resp_b')).rejects.toThrow('does not open');
  });

  it('give the conversation in its order, and none where a part of it is gone', async () => {
    const { open, made } = setUp(await openDatabase());
    const responses = open();
    let previousBytes = 0;
    for (const [id, previousId] of [
      ['resp_1', null],
      ['resp_2', 'resp_1'],
      ['resp_3', 'resp_2'],
    ] as const) {
      previousBytes = responses.keep(made(id, { previousId, previousBytes })).conversationBytes;
    }
    const order = ['resp_1', 'resp_2', 'resp_3'].flatMap((id) => [`${CANARY} of ${id}`, `msg_${id}`]);
    for (const service of [responses, open()]) {
      await responses.written();
      const last = await service.find(PROJECT, 'resp_3');
      const said = last?.kept === 'here' ? await service.conversation(last) : null;
      expect(said?.map(({ content, id }) => content ?? id)).toEqual(order);
    }
    const middle = await responses.find(PROJECT, 'resp_2');
    const last = await responses.find(PROJECT, 'resp_3');
    if (middle?.kept !== 'here' || last?.kept !== 'here') {
      throw new Error('not kept');
    }
    await responses.remove(middle);
    expect(await responses.find(PROJECT, 'resp_2')).toBeNull();
    expect(await responses.conversation(last)).toBeNull();
  });

  it('are not found once their time is over, and then removed in batches', async () => {
    const database = await openDatabase();
    const world = setUp(database, 2);
    const responses = world.open();
    for (let number = 0; number < 5; number += 1) {
      responses.keep(world.made(`resp_${number}`));
    }
    await responses.written();
    world.advance(2 * DAY_MS - 1);
    expect(await responses.find(PROJECT, 'resp_0')).not.toBeNull();
    expect(await responses.removeExpired(3)).toBe(0);
    world.advance(1);
    expect(await responses.find(PROJECT, 'resp_0')).toBeNull();
    expect(await responses.removeExpired(3)).toBe(3);
    expect(await responses.removeExpired(3)).toBe(2);
    expect(await database.db.selectFrom('stored_responses').selectAll().execute()).toEqual([]);
  });

  it('that nobody finished are shown as failed, those of this process excepted', async () => {
    const { open, made, clock, advance } = setUp(await openDatabase());
    const responses = open();
    const queued = { isBackground: true, status: 'in_progress' } as const;
    responses.keep(made('resp_old', queued));
    responses.keep(made('resp_done', { isBackground: true }));
    advance(1);
    const startedMs = clock.nowMs();
    responses.keep(made('resp_new', queued));
    await responses.written();
    expect(await responses.endUnfinished(startedMs)).toBe(1);
    expect(await responses.find(PROJECT, 'resp_old')).toMatchObject({
      status: 'failed',
      response: { status: 'failed', error: { code: 'server_error' } },
    });
    expect(await responses.find(PROJECT, 'resp_new')).toMatchObject({ status: 'in_progress' });
  });

  it('keep their newest state, whenever the older one is written', async () => {
    const { open, made } = setUp(await openDatabase());
    const responses = open();
    responses.keep(made('resp_a', { status: 'queued', isBackground: true }));
    responses.keep(made('resp_a', { status: 'in_progress', isBackground: true }));
    const written = responses.written();
    responses.keep(made('resp_a', { isBackground: true }));
    await written;
    await responses.stop(5_000);
    expect(await open().find(PROJECT, 'resp_a')).toMatchObject({ status: 'completed' });
  });
});

describe('the retention job', () => {
  it('removes batch after batch, survives a failure, and stops', async () => {
    const asked: number[] = [];
    const answers = [500, 500, 3];
    const failures: Error[] = [];
    const job = createRetention({
      intervalMs: 5,
      responses: {
        async removeExpired(limit) {
          asked.push(limit);
          const removed = answers.shift();
          if (removed === undefined) {
            throw new Error('the database is gone');
          }
          return removed;
        },
      },
      onFailure: (error) => failures.push(error),
    });
    job.start();
    await expect.poll(() => failures.length).toBeGreaterThan(1);
    await job.stop();
    const { length } = asked;
    expect(asked.slice(0, 3)).toEqual([500, 500, 500]);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked).toHaveLength(length);
  });
});
