import { createRoute } from '@hono/zod-openapi';
import type { ManagementApp } from '../context.ts';
import { NewPaymentJson, PaymentBody, PaymentJson, PaymentListQuery } from '../contract/payments.ts';
import { answer, body, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentPage } from '../lists.ts';
import { organizationOf } from '../organization-of.ts';
import { pathId } from '../path-ids.ts';
import { presentPayment } from './present-payment.ts';

const tags = ['payments'];
const reading = governed({ permission: 'wallet:read', target: 'payment', action: null });

const createPaymentRoute = createRoute({
  tags,
  ...governed({ permission: 'wallet:pay', target: 'payment', action: 'payment.create' }),
  method: 'post',
  path: '/api/v1/payments',
  summary: 'Open a checkout; the credit is there once it is paid',
  request: { body: body(PaymentBody) },
  responses: { 201: answer('The payment, and where it is paid', NewPaymentJson), ...REFUSALS },
});

const listRoute = createRoute({
  tags,
  ...reading,
  method: 'get',
  path: '/api/v1/payments',
  summary: 'Payments, newest first; those of all organizations for an operator who names none',
  request: { query: PaymentListQuery },
  responses: { 200: answer('A part of the list', listOf(PaymentJson)), ...REFUSALS },
});

const getRoute = createRoute({
  tags,
  ...reading,
  method: 'get',
  path: '/api/v1/payments/{id}',
  summary: 'One payment',
  request: { params: IdParam },
  responses: { 200: answer('The payment', PaymentJson), ...REFUSALS },
});

/** Adds `/api/v1/payments`. */
export function addPaymentRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { payments } = deps;
  app.openapi(createPaymentRoute, async (context) => {
    const { payment, checkoutUrl } = await payments.create({
      organizationId: await organizationOf(deps, context),
      amountNano: context.req.valid('json').amount,
      createdBy: context.get('actor').name,
      consoleUrl: deps.publicUrl ?? new URL(context.req.url).origin,
    });
    return context.json({ ...presentPayment(payment), checkout_url: checkoutUrl }, 201);
  });
  app.openapi(listRoute, async (context) => {
    const { limit, cursor = null, status } = context.req.valid('query');
    const organizationId = context.get('organizationId');
    const page = await payments.list({ limit, cursor, status, organizationId });
    return context.json(presentPage(page, presentPayment), 200);
  });
  app.openapi(getRoute, async (context) => {
    const id = pathId('pay', context.req.valid('param').id);
    return context.json(presentPayment(await payments.get(id)), 200);
  });
}
