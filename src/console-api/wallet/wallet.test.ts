import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiWorld, createApiWorld } from '../testing/api-world.ts';

let world: ApiWorld;

beforeEach(async () => {
  world = await createApiWorld();
});

afterEach(() => world.close());

describe('/api/v1/wallet', () => {
  it('GET 200 as interfaces fix it', async () => {
    await world.organizations.ensureDefault();
    const answer = await world.call('GET', '/api/v1/wallet');
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      object: 'wallet',
      granted: '0',
      remaining: '0',
      held: '0',
      spent: '0',
      unit: 'USD',
    });
  });

  it('POST credit 200, and the ledger and the audit log know it', async () => {
    const answer = await world.call('POST', '/api/v1/wallet/credit', { amount: '10.5', note: 'March' });
    expect([answer.status, answer.field('granted'), answer.field('remaining')]).toEqual([
      200,
      '10.5',
      '10.5',
    ]);
    const ledger = await world.call('GET', '/api/v1/wallet/ledger');
    expect(ledger.field('data.0')).toMatchObject({
      object: 'ledger_entry',
      kind: 'credit',
      amount: '10.5',
      note: 'March',
      request_id: null,
    });
    const audit = await world.call('GET', '/api/v1/audit');
    expect(audit.field('data.0')).toMatchObject({
      action: 'wallet.credit',
      details: { amount: '10.5', note: 'March' },
    });
  });

  it.each([
    [{ amount: '0' }, 'amount'],
    [{ amount: '-1' }, 'amount'],
    [{ amount: '9007200' }, 'amount'],
    [{ amount: 5 }, 'amount'],
    [{ amount: '5', color: 'red' }, 'color'],
  ])('POST credit 400 for %j', async (body, param) => {
    const answer = await world.call('POST', '/api/v1/wallet/credit', body);
    expect([answer.status, answer.field('error.param')]).toEqual([400, param]);
  });

  it('POST credit 400 when the sum would no longer be exact', async () => {
    expect((await world.call('POST', '/api/v1/wallet/credit', { amount: '9000000' })).status).toBe(200);
    const answer = await world.call('POST', '/api/v1/wallet/credit', { amount: '9000000' });
    expect([answer.status, answer.field('error.param')]).toEqual([400, 'amount']);
    expect((await world.call('GET', '/api/v1/wallet')).field('granted')).toBe('9000000');
  });

  it('404 for an organization that is not there', async () => {
    expect((await world.call('GET', '/api/v1/wallet?organization_id=org_1')).status).toBe(404);
    const body = { amount: '1', organization_id: 'org_1' };
    expect((await world.call('POST', '/api/v1/wallet/credit', body)).status).toBe(404);
  });
});
