import { bearerOf, type Call, freeReply, type Platform, Refusal, type Reply } from '../platform.ts';

const SESSIONS = '/v1/checkout/sessions';
/** Where a person pays; the session's `url` leads here. */
const PAY = '/pay/';

/** Stripe's Checkout: sessions are opened and read with a secret key, and paid by whoever follows their address. */
export const stripe: Platform = {
  name: 'stripe',
  basePath: '/stripe',
  credentialOf: (headers) => bearerOf(headers),
  modelOf: () => '',
  answer,
  refuse: ({ status, message, param }) => ({
    type: 'whole',
    status,
    body: JSON.stringify({ error: { type: 'invalid_request_error', message, param } }),
  }),
  inBandError: () => '',
};

function answer(call: Call, credential: string): Reply {
  if (call.path.startsWith(PAY)) return pay(call, call.path.slice(PAY.length));
  if (credential === '') throw new Refusal(401, 'You did not provide an API key.');
  if (call.method === 'POST' && call.path === SESSIONS) return open(call);
  if (call.method === 'GET' && call.path.startsWith(`${SESSIONS}/`)) {
    return freeReply(sessionOf(call, call.path.slice(SESSIONS.length + 1)));
  }
  throw new Refusal(404, `Unrecognized request URL (${call.method}: ${call.path}).`);
}

/** The same idempotency key opens the same session. */
function open(call: Call): Reply {
  const fields = new URLSearchParams(call.bytes.toString());
  const item = 'line_items[0]';
  const unitAmount = Number(fields.get(`${item}[price_data][unit_amount]`));
  const quantity = Number(fields.get(`${item}[quantity]`));
  for (const name of ['mode', 'success_url', `${item}[price_data][currency]`]) {
    if (!fields.get(name)) throw new Refusal(400, `Missing required param: ${name}.`, name);
  }
  if (!Number.isInteger(unitAmount) || !Number.isInteger(quantity) || unitAmount * quantity < 50) {
    throw new Refusal(
      400,
      'The total amount due must be at least 50 cents.',
      `${item}[price_data][unit_amount]`,
    );
  }
  const id = `cs_test_${call.headers['idempotency-key'] ?? call.requestId}`;
  const session = {
    ...{ id, object: 'checkout.session', mode: fields.get('mode'), status: 'open', payment_status: 'unpaid' },
    url: `http://${call.headers.host ?? ''}/stripe${PAY}${id}`,
    client_reference_id: fields.get('client_reference_id'),
    amount_total: unitAmount * quantity,
    currency: fields.get(`${item}[price_data][currency]`),
    ...{ payment_intent: null, metadata: { payment_id: fields.get('metadata[payment_id]') } },
  };
  call.storedAnswers.keep('stripe', id, { response: session, input: [] });
  return freeReply(session);
}

function pay(call: Call, id: string): Reply {
  const paid = { status: 'complete', payment_status: 'paid', payment_intent: `pi_${id}` };
  const session = { ...sessionOf(call, id), ...paid };
  call.storedAnswers.keep('stripe', id, { response: session, input: [] });
  return freeReply(session);
}

function sessionOf(call: Call, id: string): object {
  const found = call.storedAnswers.find('stripe', id);
  if (found === undefined) throw new Refusal(404, `No such checkout.session: ${id}`, 'session');
  return found.response;
}
