import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});

afterAll(() => gateway.close());

interface Charged {
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
  readonly charge: { readonly amount: string; readonly price: { readonly source: string } };
  readonly computation: { readonly cost: string };
  readonly attempts: readonly { readonly upstream_cost: string }[];
}

it('charges an organization by its own price, shows it in its list, and costs the upstream by the usual one', async () => {
  const listed = await gateway.manage<{ data: { id: string }[] }>('GET', '/organizations');
  const organizationId = listed.body.data[0]?.id ?? '';
  const made = await gateway.manage('POST', '/prices', {
    ...{ model: 'gpt-*', price: { input: '1000', output: '4000' }, organization_id: organizationId },
  });
  expect(made.status).toBe(201);

  const model = await gateway.get('/v1/models/gpt-test');
  expect(await model.json()).toMatchObject({ price: { input: '1000', output: '4000' } });

  const messages = [{ role: 'user', content: 'hello' }];
  const answer = await gateway.post('/v1/chat/completions', { model: 'gpt-test', messages, max_tokens: 20 });
  expect(answer.status).toBe(200);
  const id = answer.headers.get('x-request-id');
  await expect.poll(async () => (await gateway.requests()).map((request) => request.id)).toContain(id);
  const { usage, charge, computation, attempts } = (await gateway.manage<Charged>('GET', `/requests/${id}`))
    .body;
  const nano = usage.input_tokens * 1_000_000 + usage.output_tokens * 4_000_000;
  expect(Number(charge.amount) * 1e9).toBeCloseTo(nano, 0);
  expect(charge.price.source).toContain(`organization:${organizationId}/gpt-*@`);
  expect(computation.cost).toBe(charge.amount);
  expect(Number(attempts[0]?.upstream_cost) * 1e9).toBeCloseTo(nano / 1_000, 0);
});
