import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createDomainWorld } from '../../test/support/domain-world.ts';
import { Secret } from '../core/secret.ts';
import { createAudit } from './index.ts';

describeOnEachDatabase('createAudit', (open) => {
  it('lists what was recorded, newest first, in parts and by what it was done to', async () => {
    const world = createDomainWorld(await open());
    const audit = createAudit(world);
    for (const targetId of ['key_1', 'key_2', 'key_1', null]) {
      world.advance(10);
      await audit.record({
        actor: 'operator …x7Qd',
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

  it('is part of a transaction that it is given', async () => {
    const world = createDomainWorld(await open());
    const audit = createAudit(world);
    const entry = { actor: 'a', action: 'b', targetId: null, organizationId: null, details: {} };
    const failed = world.database.transaction(async (tx) => {
      await audit.record(entry, tx);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect((await audit.list({ limit: 1 })).items).toEqual([]);
  });
});
