import { z } from '@hono/zod-openapi';
import { LIST_QUERY } from './route-parts.ts';
import { idInput, Timestamp, TimestampInput, Usd, UsdInput } from './values.ts';

/** A wallet as it is answered: granted = remaining + held + spent. */
export const WalletJson = z
  .object({
    object: z.literal('wallet'),
    granted: Usd,
    remaining: Usd,
    held: Usd,
    spent: Usd,
    unit: z.literal('USD'),
  })
  .openapi('Wallet');

const KINDS = [
  ...(['credit', 'grant', 'redeem', 'payment', 'payment_refund', 'adjustment'] as const),
  ...(['charge', 'capture', 'refund', 'hold', 'release'] as const),
] as const;

/** What a movement can be. */
const LedgerKindName = z.enum(KINDS);

/** One movement: positive for what gives, negative for what takes. */
export const LedgerEntryJson = z
  .object({
    id: z.string(),
    object: z.literal('ledger_entry'),
    kind: LedgerKindName,
    amount: Usd,
    idempotency_key: z.string().openapi({ description: 'No other movement has the same' }),
    source_id: z
      .string()
      .nullable()
      .openapi({ description: 'What it came from beside a request: the id of a task, a code or a payment' }),
    request_id: z.string().nullable(),
    key_id: z.string().nullable(),
    note: z.string().nullable(),
    created_at: Timestamp,
  })
  .openapi('LedgerEntry');

const organization = { organization_id: idInput('org').optional() };

/** Whose wallet; without it the organization Default. */
export const WalletQuery = z.strictObject(organization);

/** What the ledger can be asked for. */
export const LedgerQuery = z.strictObject({
  ...LIST_QUERY,
  ...organization,
  kind: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(LedgerKindName))
    .optional()
    .openapi({ type: 'string', description: `Some of ${KINDS.join(', ')}, with commas between` }),
  key_id: idInput('key').optional(),
  from: TimestampInput.optional(),
  to: TimestampInput.optional().openapi({ description: 'Before this moment' }),
});

/** The body of `POST /api/v1/wallet/credit`. */
export const Credit = z
  .strictObject({ amount: UsdInput, note: z.string().max(500).optional(), ...organization })
  .openapi('Credit');

const reason = z.string().trim().min(1).max(500);

/** The body of `POST /api/v1/wallet/adjust`. */
export const Adjustment = z
  .strictObject({
    amount: UsdInput.openapi({ description: 'Less than zero takes, and never more than remains' }),
    reason,
    ...organization,
  })
  .openapi('Adjustment');

/** The body of `POST /api/v1/wallet/refund`. */
export const RefundBody = z
  .strictObject({
    request_id: idInput('req'),
    amount: UsdInput.optional().openapi({ description: 'Without it all that was charged' }),
    reason,
    ...organization,
  })
  .openapi('Refund');

/** The body of `POST /api/v1/wallet/redeem`. */
export const Redemption = z
  .strictObject({ code: z.string().min(1).max(100), ...organization })
  .openapi('Redemption');

/** What redeeming a code answers. */
export const RedemptionJson = z
  .object({ object: z.literal('redemption'), amount: Usd, wallet: WalletJson })
  .openapi('Redeemed');
