import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';
import { Secret } from '../core/secret.ts';
import { type AuditNote, createAudit } from './index.ts';

const NOTE: AuditNote = {
  actor: 'operator …x7Qd',
  actorKind: 'operator',
  actorId: null,
  address: '203.0.113.9',
  action: 'key.update',
  targetId: null,
  organizationId: null,
  details: {},
  before: null,
  after: null,
};

describeOnEachDatabase('createAudit', (open) => {
  it('lists what was recorded, newest first, in parts and by what it was done to', async () => {
    const world = createDomainWorld(await open());
    const audit = createAudit(world);
    for (const targetId of ['key_1', 'key_2', 'key_1', null]) {
      world.advance(10);
      await audit.record({
        ...NOTE,
        action: 'key.update',
        targetId,
        organizationId: targetId === null ? null : 'org_1',
        details: { name: 'ci', secret: new Secret('never') },
      });
    }
    const first = await audit.list({ limit: 3 });
    expect(first.items.map((entry) => entry.targetId)).toEqual([null, 'key_1', 'key_2']);
    expect(first.items[0]).toMatchObject({
      atMs: world.clock.nowMs(),
      details: { name: 'ci', secret: '[secret]' },
    });
    const second = await audit.list({ limit: 3, cursor: first.nextCursor });
    expect(second.items.map((entry) => entry.targetId)).toEqual(['key_1']);
    expect(second.nextCursor).toBeNull();
    expect((await audit.list({ limit: 9, targetId: 'key_1' })).items).toHaveLength(2);
    expect((await audit.list({ limit: 9, organizationId: 'org_1' })).items).toHaveLength(3);
  });

  it('keeps who, from where and what changed, and finds it by who, what and when', async () => {
    const world = createDomainWorld(await open());
    const audit = createAudit(world);
    const change = { before: { name: 'a' }, after: { name: 'b' } };
    const person = { actor: 'eve@example.com', actorKind: 'person', actorId: 'usr1' } as const;
    await audit.record({ ...NOTE, ...person, ...change });
    const betweenMs = world.clock.nowMs() + 5;
    world.advance(10);
    await audit.record({ ...NOTE, action: 'key.reveal', before: null, after: { name: 'new' } });
    const [newest, oldest] = (await audit.list({ limit: 9 })).items;
    expect(oldest).toMatchObject({ ...NOTE, ...person, ...change });
    expect(newest).toMatchObject({ before: null, after: { name: 'new' } });
    const found = async (query: object) =>
      (await audit.list({ limit: 9, ...query })).items.map(({ actorKind }) => actorKind);
    expect(await found({ actor: 'usr1' })).toEqual(['person']);
    expect(await found({ actor: 'operator …x7Qd' })).toEqual(['operator']);
    expect(await found({ action: 'key.reveal' })).toEqual(['operator']);
    expect(await found({ toMs: betweenMs })).toEqual(['person']);
    expect(await found({ fromMs: betweenMs })).toEqual(['operator']);
    expect(await found({ fromMs: betweenMs, actor: 'usr1' })).toEqual([]);
  });

  it('is part of a transaction that it is given', async () => {
    const world = createDomainWorld(await open());
    const audit = createAudit(world);
    const entry = { ...NOTE, action: 'b' };
    const failed = world.database.transaction(async (tx) => {
      await audit.record(entry, tx);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect((await audit.list({ limit: 1 })).items).toEqual([]);
  });
});
