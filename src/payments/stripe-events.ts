import type { NanoUsd } from '../core/money.ts';
import { Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import { isUniqueViolation, type Transaction } from '../db/index.ts';
import type { PaymentServiceDeps } from './service.ts';
import { isSignedByStripe } from './signature.ts';
import { changeRefunded, insertEvent, markEnded, markPaid, type Payment, selectPayment } from './store.ts';
import type { CheckoutSession, Stripe } from './stripe.ts';
import { readCharge, readDispute, readEvent, readSession, type StripeEvent } from './stripe-shapes.ts';

/** What became of an event. */
export type EventOutcome = 'done' | 'repeated' | 'ignored';

/** What Stripe reports. */
export interface StripeEvents {
  /**
   * Acts on an event, once, however often it comes.
   * @param body the bytes as they came: these are what is signed
   * @throws {Refusal} `management_forbidden` for what Stripe did not sign; `invalid_request` for what does not
   *   fit the payment it names; `upstream_failed` when Stripe cannot be asked. It sends the event again then.
   */
  receive(body: Buffer, signature: string | undefined): Promise<EventOutcome>;
}

/** The payment was changed by another event since it was read. */
class StalePaymentError extends Error {
  override readonly name = 'StalePaymentError';
}

const NANO_PER_CENT = 10_000_000;
const MOST_TRIES = 5;

type Deps = Pick<PaymentServiceDeps, 'database' | 'clock' | 'wallets' | 'onMismatch'> & {
  readonly stripe: Stripe;
  readonly webhookSecret: Secret;
};

/** The events of one deployment. */
export function createStripeEvents(deps: Deps): StripeEvents {
  const { database, clock, wallets, stripe, webhookSecret } = deps;
  return {
    async receive(body, signature) {
      if (!isSignedByStripe(body, signature, webhookSecret, clock.nowMs())) {
        throw new Refusal('management_forbidden', { message: 'This was not signed by Stripe' });
      }
      const event = readEvent(body) ?? refuse('of an event', 'it has another shape');
      for (let tries = 1; ; tries += 1) {
        try {
          return await handle(event);
        } catch (error) {
          if (!(error instanceof StalePaymentError) || tries === MOST_TRIES) {
            throw error;
          }
        }
      }
    },
  };

  async function handle(event: StripeEvent): Promise<EventOutcome> {
    switch (event.type) {
      case 'checkout.session.completed':
      case 'checkout.session.async_payment_succeeded':
        return sessionPaid(event);
      case 'checkout.session.expired':
        return sessionEnded(event, 'expired');
      case 'checkout.session.async_payment_failed':
        return sessionEnded(event, 'failed');
      case 'charge.refunded':
        return refunded(event);
      case 'charge.dispute.created':
      case 'charge.dispute.closed':
        return disputed(event);
      default:
        return 'ignored';
    }
  }

  /** Stripe is asked again before anything is credited, so that a leaked webhook secret alone buys nothing. */
  async function sessionPaid(event: StripeEvent): Promise<EventOutcome> {
    const { payment, session } = await paymentOfSession(event);
    if (session.payment_status !== 'paid') {
      return 'ignored';
    }
    const asked = await stripe.readSession(session.id);
    checkSession(payment, asked);
    if (asked.payment_status !== 'paid') {
      refuse(payment.id, 'Stripe says that it is not paid');
    }
    return act(event, payment, payment.amountNano, async (tx) => {
      const paid = { intentId: asked.payment_intent ?? null, nowMs: clock.nowMs() };
      if (!(await markPaid(tx, payment.id, paid))) {
        throw new Refusal('conflict');
      }
    });
  }

  async function sessionEnded(event: StripeEvent, status: 'expired' | 'failed'): Promise<EventOutcome> {
    const { payment } = await paymentOfSession(event);
    return act(event, payment, 0, (tx) => markEnded(tx, payment.id, status));
  }

  async function refunded(event: StripeEvent): Promise<EventOutcome> {
    const charge = readCharge(event) ?? refuse('of a charge', 'it has another shape');
    const payment = await paymentOfIntent(charge);
    // Stripe says what was refunded in all, so that events may come late, twice and out of order.
    const moreNano = charge.amount_refunded * NANO_PER_CENT - payment.refundedNano;
    return moreNano <= 0 ? 'repeated' : takeBack(event, payment, moreNano, false);
  }

  async function disputed(event: StripeEvent): Promise<EventOutcome> {
    const dispute = readDispute(event) ?? refuse('of a dispute', 'it has another shape');
    const payment = await paymentOfIntent(dispute);
    const amountNano = dispute.amount * NANO_PER_CENT;
    if (event.type === 'charge.dispute.created') {
      return takeBack(event, payment, Math.min(amountNano, payment.amountNano - payment.refundedNano), true);
    }
    if (dispute.status !== 'won' || payment.status !== 'disputed') {
      return 'ignored';
    }
    const backNano = Math.min(amountNano, payment.refundedNano);
    const uncoveredNano = Math.min(backNano, payment.uncoveredNano);
    return act(event, payment, backNano - uncoveredNano, (tx) =>
      change(tx, payment, { refundedNano: -backNano, uncoveredNano: -uncoveredNano, isDisputed: false }),
    );
  }

  /** Takes what the wallet still has; what it has spent is written down for the operator. */
  async function takeBack(
    event: StripeEvent,
    payment: Payment,
    amountNano: NanoUsd,
    isDisputed: boolean,
  ): Promise<EventOutcome> {
    const { remainingNano } = await wallets.read(payment.organizationId);
    const takenNano = Math.min(amountNano, remainingNano);
    const uncoveredNano = amountNano - takenNano;
    return act(event, payment, -takenNano, (tx) =>
      change(tx, payment, { refundedNano: amountNano, uncoveredNano, isDisputed }),
    );
  }

  /** Moves the money and writes the event down in one transaction; an event that was written before does nothing. */
  async function act(
    event: StripeEvent,
    payment: Payment,
    amountNano: NanoUsd,
    work: (tx: Transaction) => Promise<void>,
  ): Promise<EventOutcome> {
    const write = async (tx: Transaction): Promise<void> => {
      const { id, type } = event;
      await insertEvent(tx, { id, paymentId: payment.id, type, nowMs: clock.nowMs() });
      await work(tx);
    };
    const isFirst = event.type.startsWith('checkout.');
    try {
      await (amountNano === 0
        ? database.transaction(write)
        : wallets.move(
            {
              ...{ organizationId: payment.organizationId, amountNano, note: event.type },
              kind: isFirst ? 'payment' : 'payment_refund',
              idempotencyKey: isFirst ? `${payment.id}:payment` : `${payment.id}:${event.id}`,
              sourceId: payment.id,
            },
            write,
          ));
      return 'done';
    } catch (error) {
      if (isUniqueViolation(error) || (error instanceof Refusal && error.code === 'conflict')) {
        return 'repeated';
      }
      throw error;
    }
  }

  async function paymentOfSession(event: StripeEvent) {
    const session = readSession(event.data.object) ?? refuse('of a checkout', 'it has another shape');
    const id = session.client_reference_id ?? '';
    const payment = (await selectPayment(database.db, { id })) ?? refuse(id, 'there is no such payment');
    checkSession(payment, session);
    return { payment, session };
  }

  async function paymentOfIntent(named: { payment_intent: string; currency: string }): Promise<Payment> {
    const { payment_intent: intentId, currency } = named;
    const payment = (await selectPayment(database.db, { intentId })) ?? refuse(intentId, 'nobody paid it');
    return currency === payment.currency ? payment : refuse(payment.id, 'the currency differs');
  }

  /** @throws {Refusal} unless the session is that of the payment in everything that matters (F56). */
  function checkSession(payment: Payment, session: CheckoutSession): void {
    const facts = [
      [session.id === payment.sessionId, 'it is the checkout of another payment'],
      [session.client_reference_id === payment.id, 'it names another payment'],
      [session.mode === 'payment', 'it is no payment'],
      [session.currency === payment.currency, 'the currency differs'],
      [session.amount_total === payment.amountNano / NANO_PER_CENT, 'the amount differs'],
    ] as const;
    const wrong = facts.find(([isRight]) => !isRight);
    if (wrong !== undefined) {
      refuse(payment.id, wrong[1]);
    }
  }

  function refuse(what: string, problem: string): never {
    deps.onMismatch(what, problem);
    throw new Refusal('invalid_request', { message: `This does not fit the payment: ${problem}` });
  }
}

async function change(
  tx: Transaction,
  payment: Payment,
  by: Parameters<typeof changeRefunded>[2],
): Promise<void> {
  if (!(await changeRefunded(tx, payment, by))) {
    throw new StalePaymentError('another event changed this payment');
  }
}
