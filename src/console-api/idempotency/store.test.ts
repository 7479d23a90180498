import { expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../../test/support/databases.ts';
import * as store from './store.ts';

describeOnEachDatabase('the idempotency store', (open) => {
  it('gives a name to one of many, keeps its answer and drops it when it is old', async () => {
    const { db } = await open();
    const name = { scope: 'someone /path', key: 'k' };
    const claims = await Promise.all([1, 2, 3].map((nowMs) => store.claim(db, name, 'hash', nowMs)));
    expect(claims.filter((isMine) => isMine)).toHaveLength(1);
    expect(await store.claim(db, { ...name, scope: 'someone else' }, 'hash', 9)).toBe(true);
    expect(await store.findRecord(db, name)).toMatchObject({ requestHash: 'hash', status: null });
    await store.keepAnswer(db, name, { status: 201, responseBox: 'sealed' });
    expect(await store.findRecord(db, name)).toMatchObject({ status: 201, responseBox: 'sealed' });
    await store.dropOlderThan(db, 9);
    expect(await store.findRecord(db, name)).toBeNull();
    expect(await store.findRecord(db, { ...name, scope: 'someone else' })).not.toBeNull();
    await store.release(db, { ...name, scope: 'someone else' });
    expect(await store.findRecord(db, { ...name, scope: 'someone else' })).toBeNull();
  });
});
