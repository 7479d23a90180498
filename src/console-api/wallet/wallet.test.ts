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

describe('what an operator does to a wallet', () => {
  it('POST adjust 200 in both directions, 400 for more than remains or without a reason', async () => {
    const adjust = (amount: string, reason?: string) =>
      world.call('POST', '/api/v1/wallet/adjust', { amount, ...(reason === undefined ? {} : { reason }) });
    expect((await adjust('5', 'a gift')).field('remaining')).toBe('5');
    expect((await adjust('-1.5', 'booked twice')).field('granted')).toBe('3.5');
    const tooMuch = await adjust('-3.6', 'all of it');
    expect([tooMuch.status, tooMuch.field('error.param')]).toEqual([400, 'amount']);
    expect((await adjust('1')).field('error.param')).toBe('reason');
    expect((await adjust('0', 'nothing')).field('error.param')).toBe('amount');
    const ledger = await world.call('GET', '/api/v1/wallet/ledger?kind=adjustment');
    expect(ledger.field('data.0')).toMatchObject({ amount: '-1.5', note: 'booked twice' });
    const audit = await world.call('GET', '/api/v1/audit?action=wallet.adjust');
    expect(audit.field('data.0.details')).toEqual({ amount: '-1.5', note: 'booked twice' });
  });

  it('GET ledger 400 for a kind that there is not', async () => {
    const answer = await world.call('GET', '/api/v1/wallet/ledger?kind=credit,gift');
    expect([answer.status, answer.field('error.param')]).toEqual([400, 'kind.1']);
  });
});

describe('redeeming', () => {
  const redeem = (code: string, headers = {}) =>
    world.call('POST', '/api/v1/wallet/redeem', { code }, headers);

  it('200 once, then 409; 404 for no code; 429 for the eleventh try of a minute', async () => {
    const made = await world.call('POST', '/api/v1/codes', { name: 'spring', amount: '25', count: 2 });
    const code = String(made.field('codes.0.code'));
    const answer = await redeem(code.toLowerCase());
    expect([answer.status, answer.field('amount'), answer.field('wallet.remaining')]).toEqual([
      200,
      '25',
      '25',
    ]);
    const again = await redeem(code);
    expect([again.status, again.field('error.code'), again.field('error.param')]).toEqual([
      409,
      'conflict',
      'code',
    ]);
    for (let count = 0; count < 8; count += 1) {
      expect((await redeem('TPC-00000-00000-00000-00000')).status).toBe(404);
    }
    expect((await redeem(String(made.field('codes.1.code')))).status).toBe(429);
    world.time.ms += 6_000;
    expect((await redeem(String(made.field('codes.1.code')))).status).toBe(200);
    const audit = await world.call('GET', '/api/v1/audit');
    expect(audit.text).not.toContain(code);
  });

  it('shows codes again to whoever may reveal them, and in no list', async () => {
    const made = await world.call('POST', '/api/v1/codes', { name: 'summer', amount: '1' });
    const code = String(made.field('codes.0.code'));
    const revealed = await world.call('POST', `/api/v1/code-batches/${made.field('id')}/reveal`);
    expect(revealed.field('codes.0.code')).toBe(code);
    for (const path of ['codes', 'code-batches', `codes/${made.field('codes.0.id')}`, 'audit']) {
      const answer = await world.call('GET', `/api/v1/${path}`);
      expect([answer.status, answer.text.includes(code)], path).toEqual([200, false]);
    }
  });
});

describe('GET /api/v1/wallet/statements', () => {
  it('200 with the months, and one of them as JSON and as CSV', async () => {
    await world.call('POST', '/api/v1/wallet/credit', { amount: '10', note: '=SUM(1)' });
    world.time.ms = Date.parse('2026-04-02T00:00:00Z');
    await world.call('POST', '/api/v1/wallet/adjust', { amount: '-4', reason: 'why' });
    const months = await world.call('GET', '/api/v1/wallet/statements');
    expect(months.field('data')).toMatchObject([
      { month: '2026-04', is_complete: false },
      { month: '2026-03', is_complete: true, from: '2026-03-01T00:00:00.000Z' },
    ]);
    const april = await world.call('GET', '/api/v1/wallet/statements/2026-04');
    expect(JSON.parse(april.text)).toMatchObject({
      ...{ object: 'statement', month: '2026-04', opening: '10', closing: '6' },
      totals: { adjustment: { count: 1, amount: '-4' } },
      data: [{ kind: 'adjustment', amount: '-4' }],
    });
    const march = await world.call('GET', '/api/v1/wallet/statements/2026-03?format=csv');
    expect(march.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(march.headers.get('content-disposition')).toBe('attachment; filename="statement-2026-03.csv"');
    const lines = march.text.trimEnd().split('\n');
    expect(lines[1]).toBe(',2026-03-01T00:00:00.000Z,opening,,0,,,,,');
    expect(lines[2]).toMatch(/^led_\w+,2026-03-01T12:00:00\.000Z,credit,10,10,,,,led_\w+,'=SUM\(1\)$/);
    expect(lines[3]).toBe(',2026-04-01T00:00:00.000Z,closing,,10,,,,,');
  });

  it('400 for what is no month, and an empty statement for one without movements', async () => {
    const wrong = await world.call('GET', '/api/v1/wallet/statements/2026-13');
    expect([wrong.status, wrong.field('error.param')]).toEqual([400, 'month']);
    const empty = await world.call('GET', '/api/v1/wallet/statements/2020-01');
    expect(JSON.parse(empty.text)).toMatchObject({ opening: '0', closing: '0', totals: {}, data: [] });
  });

  it('200 with as many movements as there are', async () => {
    for (let count = 0; count < 1_001; count += 1) {
      await world.wallets.credit({
        ...{ organizationId: (await world.organizations.ensureDefault()).organizationId },
        ...{ amountNano: 1, note: null },
      });
    }
    const answer = await world.call('GET', '/api/v1/wallet/statements/2026-03');
    const data = answer.field('data');
    expect(Array.isArray(data) && new Set(data.map(({ id }) => id)).size).toBe(1_001);
  });
});
