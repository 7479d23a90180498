export { createPaymentService, type PaymentService } from './service.ts';
export type { Payment } from './store.ts';
export { createStripe, type Stripe } from './stripe.ts';
