import { afterEach, expect, it } from 'vitest';
import { type ApiWorld, type ApiWorldOptions, createApiWorld } from '../testing/api-world.ts';

const WEBHOOK = '/api/v1/payments/stripe/webhook';
let world: ApiWorld;

afterEach(() => world.close());

const openWorld = async (options: ApiWorldOptions = {}) => {
  world = await createApiWorld(options);
};

it('POST webhook 404 without its secret, for whoever calls, and no payment can be opened (F56)', async () => {
  await openWorld({ webhookSecret: null });
  for (const authorization of [null, 'Bearer nonsense']) {
    const answer = await world.call('POST', WEBHOOK, {}, { authorization, 'stripe-signature': 't=1,v1=00' });
    expect([answer.status, answer.field('error.code')]).toEqual([404, 'not_found']);
  }
  expect((await world.call('POST', '/api/v1/payments', { amount: '20' })).status).toBe(404);
});

it('POST webhook 403 for what Stripe did not sign, an administrator included', async () => {
  await openWorld();
  for (const signature of [null, 't=1,v1=00']) {
    const answer = await world.call('POST', WEBHOOK, { id: 'evt_1' }, { 'stripe-signature': signature });
    expect([answer.status, answer.field('error.code')]).toEqual([403, 'management_forbidden']);
  }
});

it('POST 201 opens a checkout, GET 200 lists it with filters, 404 for another', async () => {
  await openWorld();
  const made = await world.call('POST', '/api/v1/payments', { amount: '20.50' });
  expect(made.status).toBe(201);
  expect(JSON.parse(made.text)).toMatchObject({
    ...{ object: 'payment', status: 'pending', amount: '20.5', currency: 'usd', refunded: '0' },
    ...{ provider: 'stripe', paid_at: null, checkout_url: 'https://checkout.example' },
  });
  const one = await world.call('GET', `/api/v1/payments/${made.field('id')}`);
  expect([one.status, one.field('provider_session_id')]).toEqual([200, `cs_${made.field('id')}`]);
  const pending = await world.call('GET', '/api/v1/payments?status=pending');
  expect(pending.field('data.0')).toEqual(JSON.parse(one.text));
  expect((await world.call('GET', '/api/v1/payments?status=paid')).field('data')).toEqual([]);
  expect((await world.call('GET', '/api/v1/payments/pay_1')).status).toBe(404);
  expect((await world.call('POST', '/api/v1/payments', { amount: '1' })).field('error.param')).toBe('amount');
});
