/** Money that somebody pays, or meant to. */
export interface PaymentsTable {
  id: string;
  organization_id: string;
  provider: 'stripe';
  status: 'pending' | 'paid' | 'expired' | 'failed';
  amount_nano: number;
  /** ISO 4217 in lower case, as the provider writes it. */
  currency: string;
  /** The provider's names of the checkout and, once it is paid, of the payment. */
  session_id: string | null;
  intent_id: string | null;
  /** What was given back or disputed away, and how much of that the wallet did not have any more. */
  refunded_nano: number;
  uncovered_nano: number;
  is_disputed: number;
  created_by: string;
  created_at: number;
  paid_at: number | null;
}

/** An event of the provider that was acted on: each once, however often it is sent. */
export interface PaymentEventsTable {
  id: string;
  payment_id: string;
  type: string;
  received_at: number;
}
