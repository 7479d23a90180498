import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS } from '../support/call-paths.ts';
import { type KeyGateway, QUESTION, startKeyGateway } from '../support/road/key-gateway.ts';
import { readRefusal } from '../support/seen-refusal.ts';

const flat = { 'x-turnpike-error-format': 'flat' };
const NO_KEY =
  "Unauthorized: No API key provided. Expected 'Authorization: Bearer your-api-token' header or 'x-api-key: your-api-token' header";
const INVALID =
  "Unauthorized: Invalid LLMGateway API token. Please make sure the token is not deleted or disabled. Go to the LLMGateway 'API Keys' page to generate a new token.";
const LIMIT = 'Unauthorized: LLMGateway API key reached its usage limit.';

let gateway: KeyGateway;
beforeAll(async () => {
  gateway = await startKeyGateway();
});
afterAll(() => gateway.close());

function denied(model: string): object {
  const message = `Access denied: No providers are allowed for model ${model} after applying IAM rules.`;
  return { error: true, status: 403, message };
}

describe('key status', () => {
  it('active works; inactive and deleted are refused with the sentence, from the next request on', async () => {
    const { id, key } = await gateway.makeKey();
    const refused = { status: 401, body: { error: true, status: 401, message: INVALID } };
    expect((await gateway.ask(key, flat)).status).toBe(200);
    await gateway.manage('PATCH', `/keys/${id}`, { status: 'inactive' });
    expect(await gateway.ask(key, flat)).toEqual(refused);
    await gateway.manage('PATCH', `/keys/${id}`, { status: 'active' });
    expect((await gateway.ask(key, flat)).status).toBe(200);
    await gateway.manage('DELETE', `/keys/${id}`);
    expect(await gateway.ask(key, flat)).toEqual(refused);
  });

  it('no key and an unknown key have their sentences', async () => {
    const response = await gateway.post('/v1/chat/completions', {}, flat);
    expect([response.status, await response.json()]).toEqual([
      401,
      { error: true, status: 401, message: NO_KEY },
    ]);
    expect((await gateway.ask('nobody-has-this-key', flat)).body.message).toBe(INVALID);
  });
});

describe('usage limits', () => {
  it('limit and usage are decimal strings of USD, and reaching the limit is a 401 with the sentence', async () => {
    const { id, key } = await gateway.makeKey({ quota: '0.01' });
    const small = { ...QUESTION, max_tokens: 10 };
    expect((await gateway.ask(key, {}, small)).status).toBe(200);
    // The dearest that this request could become is far above what is left.
    const refused = await gateway.ask(key, flat, { ...QUESTION, max_tokens: 100_000 });
    expect(refused.body).toEqual({ error: true, status: 401, message: LIMIT });
    const shown = async () => (await gateway.manage<Record<string, string>>('GET', `/keys/${id}`)).body;
    expect((await shown()).quota).toBe('0.01');
    await expect.poll(async () => (await shown()).quota_used, { timeout: 3_000 }).toMatch(/^0\.\d+$/);
  });

  it('the native formats say so in their own words', async () => {
    const { key } = await gateway.makeKey({ quota: '0' });
    for (const path of CALL_PATHS.filter(({ isBilled }) => isBilled)) {
      const { path: address, body } = path.ask();
      const response = await gateway.post(address, body, { 'x-api-key': key });
      const refusal = await readRefusal(response, path.format);
      expect(refusal, path.path).toMatchObject({
        code: 'key_quota_exceeded',
        status: path.format === 'messages' ? 429 : 402,
        shouldRetry: 'false',
      });
    }
  });
});

describe('IAM permissions', () => {
  const rules: readonly (readonly [string, string, string])[] = [
    ['which models', 'deny_models', '*'],
    ['which models, by those allowed', 'allow_models', 'another-model'],
    ['which providers', 'allow_providers', 'nobody'],
    ['which providers, by those denied', 'deny_providers', '*'],
    ['which operations', 'allow_operations', 'nothing'],
    ['which operations, by those denied', 'deny_operations', '*'],
    ['which prices', 'allow_pricing', 'free'],
    ['which prices, by those denied', 'deny_pricing', 'paid'],
  ];

  it.each(rules)('%s: %s', async (_, type, value) => {
    const { key } = await gateway.makeKey({ iam_rules: [{ type, values: [value] }] });
    for (const path of CALL_PATHS.filter(({ isBilled }) => isBilled)) {
      const { path: address, body } = path.ask();
      const model = path.format === 'gemini' ? 'gemini-test' : String(body.model);
      const response = await gateway.post(address, body, { 'x-api-key': key, ...flat });
      expect([response.status, await response.json()], path.path).toEqual([403, denied(model)]);
      const native = await readRefusal(await gateway.post(address, body, { 'x-api-key': key }), path.format);
      expect(native, path.path).toMatchObject({ status: 403, code: 'iam_denied' });
    }
    expect(
      gateway.simulator.requests().filter(({ headers }) => JSON.stringify(headers).includes(key)),
    ).toEqual([]);
  });

  it('a model that is not served stays one that is not there', async () => {
    const { key } = await gateway.makeKey({ iam_rules: [{ type: 'deny_models', values: ['*'] }] });
    const asked = await gateway.ask(key, {}, { ...QUESTION, model: 'nobody-serves-this' });
    expect(asked.status).toBe(404);
  });

  it('a project narrows its keys, from the next request on', async () => {
    const made = await gateway.manage<{ id: string }>('POST', '/projects', { name: 'Narrow' });
    const allowAll = [{ type: 'allow_models', values: ['*'] }];
    const { key } = await gateway.makeKey({ project: 'Narrow', iam_rules: allowAll });
    expect((await gateway.ask(key)).status).toBe(200);
    const iam_rules = [{ type: 'allow_models', values: ['claude-*'] }];
    await gateway.manage('PATCH', `/projects/${made.body.id}`, { iam_rules });
    expect((await gateway.ask(key, flat)).body).toEqual(denied('gpt-test'));
  });

  it('a list of models shows what the rules leave', async () => {
    const iam_rules = [{ type: 'allow_providers', values: ['anthropic'] }];
    const { key } = await gateway.makeKey({ iam_rules });
    const response = await gateway.get('/v1/models', { 'x-api-key': key });
    const { data } = (await response.json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(['claude-test']);
    expect((await gateway.get('/v1/models/gpt-test', { 'x-api-key': key })).status).toBe(404);
  });
});
