import type { Page, Wallets } from '../billing/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Id, Ids } from '../core/ids.ts';
import { formatUsd, type NanoUsd } from '../core/money.ts';
import { invalidField, Refusal } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import { type Database, isForeignKeyViolation } from '../db/index.ts';
import {
  insertPayment,
  type Payment,
  type PaymentQuery,
  selectPayment,
  selectPayments,
  setSession,
} from './store.ts';
import type { Stripe } from './stripe.ts';
import { createStripeEvents, type StripeEvents } from './stripe-events.ts';

/** What somebody wants to pay. */
export interface NewPayment {
  readonly organizationId: Id<'org'>;
  readonly amountNano: NanoUsd;
  /** What the audit log calls who pays. */
  readonly createdBy: string;
  /** Where the console is, to which the checkout leads back. */
  readonly consoleUrl: string;
}

/** Payments that become credit. */
export interface PaymentService {
  /**
   * Opens a checkout. Nothing is credited before the provider says that it is paid.
   * @throws {Refusal} `not_found` where no payments are taken; `invalid_request` for an amount that is no whole
   *   number of cents or out of bounds; `upstream_failed` when the provider does not answer.
   */
  create(payment: NewPayment): Promise<{ readonly payment: Payment; readonly checkoutUrl: string }>;
  list(query: PaymentQuery): Promise<Page<Payment>>;
  /** @throws {Refusal} `not_found`. */
  get(id: Id<'pay'>): Promise<Payment>;
  /** Takes what the provider reports; null where it has no secret to prove itself with. */
  readonly events: StripeEvents | null;
}

/** What the service works with. */
export interface PaymentServiceDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly wallets: Pick<Wallets, 'move' | 'read'>;
  /** Null where no payments are taken. */
  readonly stripe: Stripe | null;
  /** What Stripe signs its events with; null where there is none, and then nothing can be paid either. */
  readonly webhookSecret: Secret | null;
  readonly minimumNano: NanoUsd;
  readonly maximumNano: NanoUsd;
  /** Told of events that contradict what we know. */
  readonly onMismatch: (paymentId: string, problem: string) => void;
}

/** Wallets are in US dollars, so that is what is paid: a credit is worth what was paid for it. */
const CURRENCY = 'usd';
const NANO_PER_CENT = 10_000_000;

/** The payments of one database. */
export function createPaymentService(deps: PaymentServiceDeps): PaymentService {
  const { database, clock, ids, stripe, webhookSecret } = deps;
  const events =
    stripe === null || webhookSecret === null ? null : createStripeEvents({ ...deps, stripe, webhookSecret });
  return {
    async create(wanted) {
      if (stripe === null || events === null) {
        throw new Refusal('not_found', { message: 'No payments are taken here' });
      }
      const amountCents = centsOf(wanted.amountNano, deps);
      const id = ids.next('pay');
      await insertPayment(database.db, {
        ...{ id, organization_id: wanted.organizationId, provider: 'stripe', status: 'pending' },
        ...{ amount_nano: wanted.amountNano, currency: CURRENCY, session_id: null, intent_id: null },
        ...{ refunded_nano: 0, uncovered_nano: 0, is_disputed: 0, created_by: wanted.createdBy },
        ...{ created_at: clock.nowMs(), paid_at: null },
      }).catch((error: unknown) => {
        throw isForeignKeyViolation(error) ? new Refusal('not_found', { cause: error }) : error;
      });
      const back = `${wanted.consoleUrl}/wallet?payment=${id}`;
      const session = await stripe.createSession({
        ...{ paymentId: id, amountCents, currency: CURRENCY, successUrl: back, cancelUrl: back },
        description: `Credit of ${formatUsd(wanted.amountNano)} USD`,
      });
      if (!session.url) {
        throw new Refusal('upstream_failed', { message: 'The payment provider named no checkout' });
      }
      await setSession(database.db, id, session.id);
      return { payment: await get(id), checkoutUrl: session.url };
    },
    async list(query) {
      const rows = await selectPayments(database.db, { ...query, limit: query.limit + 1 });
      const items = rows.slice(0, query.limit);
      return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
    },
    get,
    events,
  };

  async function get(id: Id<'pay'>): Promise<Payment> {
    const payment = await selectPayment(database.db, { id });
    if (payment === undefined) {
      throw new Refusal('not_found', { message: `there is no payment ${id}` });
    }
    return payment;
  }
}

function centsOf(
  amountNano: NanoUsd,
  { minimumNano, maximumNano }: Pick<PaymentServiceDeps, 'minimumNano' | 'maximumNano'>,
): number {
  if (amountNano % NANO_PER_CENT !== 0) {
    throw invalidField('amount', 'must be a whole number of cents');
  }
  if (amountNano < minimumNano || amountNano > maximumNano) {
    const bounds = `from ${formatUsd(minimumNano)} to ${formatUsd(maximumNano)} USD`;
    throw invalidField('amount', `must be ${bounds}`);
  }
  return amountNano / NANO_PER_CENT;
}
