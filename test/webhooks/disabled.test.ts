import { afterAll, beforeAll, expect, it } from 'vitest';
import { startReceiver } from '../../src/webhooks/testing/receiver.ts';
import { type SignInGateway, startSignInGateway } from '../support/sign-in/sign-in-gateway.ts';

let signIn: SignInGateway;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
  signIn = await startSignInGateway({ TURNPIKE_ALLOW_PRIVATE_WEBHOOKS: 'true' });
});
afterAll(async () => {
  await signIn.close();
  await receiver.close();
});

it('tells the owners of an organization that their endpoint was disabled, and nobody else', async () => {
  await signIn.firstOperator();
  const owner = await signIn.person('owner@example.com');
  const before = signIn.mail.mails.length;
  const url = `${receiver.url}/gone`;
  receiver.answers.set('/gone', { status: 410 });
  const made = await owner.post('/api/v1/webhook-endpoints', { url });
  const { id } = JSON.parse(made.text) as { id: string };
  await owner.post(`/api/v1/webhook-endpoints/${id}/test`);
  await expect.poll(() => signIn.mail.mails.length, { timeout: 5_000 }).toBe(before + 1);
  expect(signIn.mail.mails.at(-1)).toEqual({
    to: 'owner@example.com',
    subject: `A webhook endpoint was disabled: ${new URL(url).host}`,
    link: `${signIn.gateway.url}/console/project`,
  });
  const shown = await owner.get(`/api/v1/webhook-endpoints/${id}`);
  expect(JSON.parse(shown.text)).toMatchObject({ status: 'disabled', disabled_reason: 'gone' });
});
