import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

/** A key of an organization with nothing in its wallet, and what it is asked with. */
interface Account {
  readonly organizationId: string;
  readonly projectId: string;
  readonly headers: Record<string, string>;
}

let gateway: TestGateway;
let own: Account;
let other: Account;
let providerKey: string;

const config = (simulator: string): string => `
groups:
  - { name: default, platforms: [openai], translate: true }
models:
  - { name: gpt-test, price: { input: "1", output: "4" } }
  - { name: gpt-shared, price: { input: "1", output: "4" } }
channels:
  - { name: shared, provider: openai, base_url: "${simulator}/openai/v1", credentials: ["shared-credential"], models: [gpt-test, gpt-shared], groups: [default], allow_private: true }
`;

beforeAll(async () => {
  gateway = await startTestGateway({
    config,
    env: { TURNPIKE_ALLOW_PRIVATE_UPSTREAMS: 'true', TURNPIKE_OWN_KEY_FEE_PERCENT: '10' },
  });
  own = await createAccount('own');
  other = await createAccount('other');
  providerKey = await addProviderKey(gateway, own);
});
afterAll(() => gateway.close());
beforeEach(() => gateway.simulator.reset());

async function createAccount(name: string): Promise<Account> {
  const organizationId = await made('/organizations', { name });
  const projectId = await made('/projects', { name: 'P', organization_id: organizationId });
  const key = { name: 'k', project_id: projectId, group: 'default', value: `sk-of-${name}-0123456789` };
  await made('/keys', key);
  return { organizationId, projectId, headers: { authorization: `Bearer ${key.value}` } };
}

async function made(path: string, body: object): Promise<string> {
  const answer = await gateway.manage<{ id: string }>('POST', path, body);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.id;
}

async function addProviderKey(at: TestGateway, { organizationId }: Account): Promise<string> {
  const { status, body } = await at.manage<{ id: string }>('POST', '/provider-keys', {
    ...{ name: 'ours', organization_id: organizationId, provider: 'openai' },
    ...{
      base_url: `${at.simulator.url}/openai/v1`,
      credential: 'sk-brought-along-0001',
      models: ['gpt-test'],
    },
  });
  expect([status, JSON.stringify(body)]).toEqual([201, expect.not.stringContaining('brought-along')]);
  expect(body).toMatchObject({ object: 'provider_key', credential: { last4: '0001' } });
  return body.id;
}

async function setMode({ projectId }: Account, mode: string): Promise<void> {
  expect((await gateway.manage('PATCH', `/projects/${projectId}`, { mode })).status).toBe(200);
}

async function ask({ headers }: Account, model = 'gpt-test'): Promise<[number, string]> {
  const body = { model, messages: [{ role: 'user', content: 'hello' }], max_tokens: 100 };
  const response = await gateway.post('/v1/chat/completions', body, headers);
  const answer = (await response.json()) as { error?: { code: string } };
  const credentials = Object.keys(gateway.simulator.bill().credentials).join(' ');
  gateway.simulator.reset();
  return [response.status, answer.error?.code ?? credentials];
}

async function credit({ organizationId }: Account, amount: string): Promise<void> {
  const answer = await gateway.manage('POST', '/wallet/credit', { amount, organization_id: organizationId });
  expect(answer.status).toBeLessThan(300);
}

async function walletOf({ organizationId }: Account): Promise<{ spent: string; held: string }> {
  const answer = await gateway.manage<{ spent: string; held: string }>(
    'GET',
    `/wallet?organization_id=${organizationId}`,
  );
  return answer.body;
}

const SHARED = 'shared-credential';
const BROUGHT = 'sk-brought-along-0001';

describe('the mode of a project says whose credentials a request goes out with', () => {
  beforeAll(async () => {
    await credit(own, '1');
    await credit(other, '1');
  });

  it('credits: the shared channels alone', async () => {
    await setMode(own, 'credits');
    expect(await ask(own)).toEqual([200, SHARED]);
    expect(await ask(own, 'gpt-shared')).toEqual([200, SHARED]);
  });

  it('api-keys: provider keys alone, and what they do not serve says what to do', async () => {
    await setMode(own, 'api-keys');
    expect(await ask(own)).toEqual([200, BROUGHT]);
    expect(await ask(own, 'gpt-shared')).toEqual([400, 'provider_key_missing']);
    expect(await ask(own, 'gpt-nobody')).toEqual([404, 'model_not_found']);
  });

  it('hybrid: provider keys first, then the shared channels', async () => {
    await setMode(own, 'hybrid');
    expect(await ask(own)).toEqual([200, BROUGHT]);
    expect(await ask(own, 'gpt-shared')).toEqual([200, SHARED]);
  });

  it('no other organization ever uses a provider key', async () => {
    for (const [mode, expected] of [
      ['credits', [200, SHARED]],
      ['hybrid', [200, SHARED]],
      ['api-keys', [400, 'provider_key_missing']],
    ] as const) {
      await setMode(other, mode);
      expect([mode, await ask(other)]).toEqual([mode, expected]);
    }
  });

  it('a provider key that is switched off serves no more at once', async () => {
    await setMode(own, 'hybrid');
    await gateway.manage('PATCH', `/provider-keys/${providerKey}`, { status: 'inactive' });
    expect(await ask(own)).toEqual([200, SHARED]);
    await gateway.manage('PATCH', `/provider-keys/${providerKey}`, { status: 'active' });
    expect(await ask(own)).toEqual([200, BROUGHT]);
  });
});

describe('what a request with a provider key costs', () => {
  it('the fee alone, in per cent of the price, and it counts in the usage', async () => {
    await setMode(own, 'api-keys');
    await expect.poll(async () => (await walletOf(own)).held).toBe('0');
    const before = Number((await walletOf(own)).spent);
    const body = { model: 'gpt-test', messages: [{ role: 'user', content: 'hello' }] };
    const response = await gateway.post('/v1/chat/completions', body, own.headers);
    const { usage } = (await response.json()) as {
      usage: Record<'prompt_tokens' | 'completion_tokens', number>;
    };
    const priceUsd = (usage.prompt_tokens * 1 + usage.completion_tokens * 4) / 1e6;
    await expect.poll(async () => Number((await walletOf(own)).spent) - before).toBeCloseTo(priceUsd / 10, 9);
    const rows = async () =>
      (
        await gateway.manage<{ data: { charge: { amount: string }; usage: { output_tokens: number } }[] }>(
          'GET',
          `/requests?limit=1&model=gpt-test&organization_id=${own.organizationId}`,
        )
      ).body.data.map(({ charge, usage: { output_tokens } }) => [charge.amount, output_tokens]);
    const fee = (priceUsd / 10).toFixed(9).replace(/0+$/, '');
    await expect.poll(rows).toEqual([[fee, usage.completion_tokens]]);
    const used = (await (await gateway.get('/v1/usage', own.headers)).json()) as {
      usage: { total: { output_tokens: number } };
    };
    expect(used.usage.total.output_tokens).toBeGreaterThanOrEqual(usage.completion_tokens);
  });

  it('nothing without a fee, so an empty wallet is enough', async () => {
    const free = await startTestGateway({ config, env: { TURNPIKE_ALLOW_PRIVATE_UPSTREAMS: 'true' } });
    const outer = gateway;
    try {
      gateway = free;
      const poor = await createAccount('poor');
      await addProviderKey(free, poor);
      expect(await ask(poor)).toEqual([402, 'insufficient_credits']);
      await setMode(poor, 'api-keys');
      expect(await ask(poor)).toEqual([200, BROUGHT]);
      await setMode(poor, 'hybrid');
      expect(await ask(poor)).toEqual([200, BROUGHT]);
      expect(await ask(poor, 'gpt-shared')).toEqual([402, 'insufficient_credits']);
      expect(await walletOf(poor)).toMatchObject({ spent: '0', held: '0' });
    } finally {
      gateway = outer;
      await free.close();
    }
  });
});
