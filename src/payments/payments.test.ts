import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { describeOnEachDatabase } from '../../test/support/databases.ts';
import { createWallets } from '../billing/index.ts';
import { OWNER, storeOwners } from '../billing/testing/records.ts';
import { createIds } from '../core/ids.ts';
import { Secret } from '../core/secret.ts';
import type { Database } from '../db/index.ts';
import { createMemoryAdmissions } from '../limits/index.ts';
import { createTestClock } from '../limits/testing/claims.ts';
import { createPaymentService } from './service.ts';
import { isSignedByStripe } from './signature.ts';
import { createStripe } from './stripe.ts';

const { organizationId } = OWNER;
const USD = 1_000_000_000;
const WEBHOOK_SECRET = new Secret('whsec_of_the_tests');

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());

function sign(body: string, nowMs: number, secret = WEBHOOK_SECRET): string {
  const seconds = Math.floor(nowMs / 1_000);
  const hex = createHmac('sha256', secret.reveal()).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${hex}`;
}

describe('isSignedByStripe', () => {
  it('takes what was signed a short while ago, with any of several signatures, and nothing else', () => {
    const nowMs = 1_700_000_000_000;
    const body = Buffer.from('{"id":"evt_1"}');
    const header = sign(body.toString(), nowMs);
    const check = (signature: string | undefined, atMs = nowMs, bytes = body) =>
      isSignedByStripe(bytes, signature, WEBHOOK_SECRET, atMs);
    expect(check(header)).toBe(true);
    expect(check(header.replace(',v1=', `,v1=${'0'.repeat(64)},v0=00,v1=`))).toBe(true);
    expect(check(header, nowMs + 300_000)).toBe(true);
    expect(check(header, nowMs + 301_000)).toBe(false);
    expect(check(header, nowMs, Buffer.from('{"id":"evt_2"}'))).toBe(false);
    expect(check(sign(body.toString(), nowMs, new Secret('another secret')))).toBe(false);
    for (const wrong of [undefined, '', 't=1', header.replace('v1=', 'v0='), header.replace('t=', 't=x')]) {
      expect(check(wrong), String(wrong)).toBe(false);
    }
  });
});

async function opened(open: () => Promise<Database>) {
  const database = await open();
  await storeOwners(database, { grantedNano: 0 });
  const clock = createTestClock();
  const ids = createIds(clock);
  const admissions = createMemoryAdmissions({ clock });
  const wallets = createWallets({ database, clock, ids, admissions });
  const mismatches: string[] = [];
  const stripe = createStripe({ secretKey: new Secret('sk_test_1'), apiUrl: `${simulator.url}/stripe` });
  const payments = createPaymentService({
    ...{ database, clock, ids, wallets, stripe, webhookSecret: WEBHOOK_SECRET },
    ...{ minimumNano: 5 * USD, maximumNano: 1_000 * USD },
    onMismatch: (_payment, problem) => mismatches.push(problem),
  });
  let events = 0;
  const send = async (type: string, object: unknown, named: string | null = null) => {
    events += 1;
    const id = named ?? `evt_${events}`;
    const body = JSON.stringify({ id, type, data: { object } });
    return payments.events?.receive(Buffer.from(body), sign(body, clock.nowMs()));
  };
  const create = (amountNano: number) =>
    payments.create({ organizationId, amountNano, createdBy: 'ann', consoleUrl: 'https://x.example' });
  /** Opens a checkout and pays it; returns the payment and what Stripe says of the session. */
  const pay = async (amountNano = 20 * USD) => {
    const { payment, checkoutUrl } = await create(amountNano);
    const session = (await (await fetch(checkoutUrl)).json()) as Record<string, unknown>;
    return { payment, session };
  };
  const granted = async () => (await wallets.read(organizationId)).grantedNano / USD;
  return { database, wallets, payments, mismatches, send, create, pay, granted, admissions };
}

const COMPLETED = 'checkout.session.completed';

describeOnEachDatabase('payments', (open) => {
  it('credit what was paid once, however often it is reported (F57)', async () => {
    const { payments, wallets, send, pay, granted } = await opened(open);
    const { payment, session } = await pay();
    expect(payment).toMatchObject({ status: 'pending', amountNano: 20 * USD, currency: 'usd' });
    const same = Array.from({ length: 50 }, () => send(COMPLETED, session, 'evt_same'));
    const others = Array.from({ length: 50 }, () => send(COMPLETED, session));
    const outcomes = await Promise.all([...same, ...others]);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(99);
    expect(await granted()).toBe(20);
    expect(await payments.get(payment.id)).toMatchObject({
      status: 'paid',
      intentId: session.payment_intent,
    });
    const ledger = await wallets.ledger({ organizationId, limit: 10, cursor: null });
    expect(ledger.items).toMatchObject([{ kind: 'payment', sourceId: payment.id }]);
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it.each([
    ['amount_total', 1_999],
    ['currency', 'eur'],
    ['client_reference_id', 'pay_1'],
    ['id', 'cs_test_other'],
    ['mode', 'subscription'],
  ])('credit nothing when %s is not what was asked for (F56)', async (field, value) => {
    const { send, pay, granted, mismatches } = await opened(open);
    const { session } = await pay();
    await expect(send(COMPLETED, { ...session, [field]: value })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    expect(await granted()).toBe(0);
    expect(mismatches).toHaveLength(1);
  });

  it('credit nothing that Stripe, asked again, says is not paid, and nothing that is not signed', async () => {
    const { payments, send, create, pay, granted } = await opened(open);
    const { payment } = await create(20 * USD);
    const forged = {
      ...{ id: payment.sessionId, mode: 'payment', payment_status: 'paid', client_reference_id: payment.id },
      ...{ amount_total: 2_000, currency: 'usd', payment_intent: 'pi_1' },
    };
    await expect(send(COMPLETED, forged)).rejects.toMatchObject({ code: 'invalid_request' });
    const { session } = await pay();
    const body = Buffer.from(JSON.stringify({ id: 'evt_1', type: COMPLETED, data: { object: session } }));
    await expect(payments.events?.receive(body, 't=1,v1=00')).rejects.toMatchObject({
      code: 'management_forbidden',
    });
    expect(await send(COMPLETED, { ...session, payment_status: 'unpaid' })).toBe('ignored');
    expect(await granted()).toBe(0);
  });

  it('are taken back when they are refunded, as far as the wallet has it, in whatever order it is told', async () => {
    const { payments, wallets, send, pay, granted } = await opened(open);
    const { payment, session } = await pay();
    await send(COMPLETED, session);
    const refund = (amount_refunded: number) =>
      send('charge.refunded', { payment_intent: session.payment_intent, currency: 'usd', amount_refunded });
    expect(await Promise.all([refund(1_200), refund(500)])).toContain('done');
    expect(await refund(1_200)).toBe('repeated');
    expect(await granted()).toBe(8);
    expect(await payments.get(payment.id)).toMatchObject({
      ...{ status: 'partially_refunded', refundedNano: 12 * USD, uncoveredNano: 0 },
    });
    await wallets.adjust({ organizationId, amountNano: -5 * USD, note: 'as if it were spent' });
    await refund(2_000);
    expect(await granted()).toBe(0);
    expect(await payments.get(payment.id)).toMatchObject({ status: 'refunded', uncoveredNano: 5 * USD });
    expect(await wallets.checkInvariant()).toEqual([]);
  });

  it('are taken back while they are disputed, and given again when that was won', async () => {
    const { payments, send, pay, granted } = await opened(open);
    const { payment, session } = await pay();
    await send(COMPLETED, session);
    const dispute = { payment_intent: session.payment_intent, currency: 'usd', amount: 2_000 };
    await send('charge.dispute.created', { ...dispute, status: 'needs_response' }, 'evt_dispute');
    await send('charge.dispute.created', { ...dispute, status: 'needs_response' }, 'evt_dispute');
    expect([await granted(), (await payments.get(payment.id)).status]).toEqual([0, 'disputed']);
    expect(await send('charge.dispute.closed', { ...dispute, status: 'won' })).toBe('done');
    expect(await send('charge.dispute.closed', { ...dispute, status: 'won' })).toBe('ignored');
    expect([await granted(), (await payments.get(payment.id)).status]).toEqual([20, 'paid']);
  });

  it('that were not paid in time are expired, and may still be paid', async () => {
    const { payments, send, create, granted } = await opened(open);
    const { payment, checkoutUrl } = await create(5 * USD);
    const open_ = { id: payment.sessionId, client_reference_id: payment.id, mode: 'payment' };
    const facts = { ...open_, amount_total: 500, currency: 'usd', payment_status: 'unpaid' };
    expect(await send('checkout.session.expired', facts)).toBe('done');
    expect((await payments.get(payment.id)).status).toBe('expired');
    await send(COMPLETED, await (await fetch(checkoutUrl)).json());
    expect([await granted(), (await payments.get(payment.id)).status]).toEqual([5, 'paid']);
    expect(await send('customer.created', {})).toBe('ignored');
  });

  it('refuse amounts out of bounds and parts of a cent, and open nothing when Stripe is gone', async () => {
    const { create, payments } = await opened(open);
    for (const amountNano of [4 * USD, 1_001 * USD, 5 * USD + 1]) {
      await expect(create(amountNano)).rejects.toMatchObject({ code: 'invalid_request', param: 'amount' });
    }
    simulator.addFaults([
      { match: { path: '/stripe/v1/checkout/sessions', nth: 1 }, effect: { status: 500 } },
    ]);
    await expect(create(5 * USD)).rejects.toMatchObject({ code: 'upstream_failed' });
    simulator.clearFaults();
    const { items } = await payments.list({ limit: 10, cursor: null, organizationId: null });
    expect(items).toMatchObject([{ status: 'pending', sessionId: null }]);
  });
});
