import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/db/index.ts';
import { type DatabasePlace, makeDatabasePlace } from '../support/databases.ts';
import { expectNoSecret, filesDump, postgresDump } from '../support/dump.ts';
import { ADMIN_KEY, TEST_KEY } from '../support/gateway-client.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';

const MASTER_KEY = 'canary-master-key-of-the-dump-0123456789abcdef';
const LEAK_SECRET = 'canary-secret-of-the-leak-scanner-of-the-dump';
const CHANNEL_CREDENTIAL = 'canary-credential-of-a-channel';
const PROVIDER_KEY = 'canary-credential-that-an-organization-brought';
const PROMPT = 'canary prompt that nobody keeps';

const FIRST_LINK = /first-tp-\w+/;

/** What a creation answers. */
interface Made {
  readonly id: string;
  readonly key: string;
  readonly token: string;
  readonly webhook_secret: string;
  readonly secret: string;
}

describe.each<Engine>(['sqlite', 'postgres'])('F30–F32: a dump without the master key (%s)', (engine) => {
  let place: DatabasePlace;
  let gateway: GatewayProcess;
  let metrics = '';
  let answers = '';
  const canaries = new Map([
    ['the key of the configuration', TEST_KEY],
    ["the administrator's key", ADMIN_KEY],
    ['the master key', MASTER_KEY],
    ['the secret of leak reports', LEAK_SECRET],
    ['a credential of the configuration', 'sim-openai-key'],
    ['a credential of a channel', CHANNEL_CREDENTIAL],
    ['a provider key', PROVIDER_KEY],
    ['a prompt', PROMPT],
  ]);

  beforeAll(async () => {
    place = await makeDatabasePlace(engine);
    const { url } = place.location;
    gateway = await startGatewayProcess({
      env: {
        LOG_LEVEL: 'trace',
        METRICS_PORT: '0',
        TURNPIKE_SECRET_KEY: MASTER_KEY,
        TURNPIKE_LEAK_REPORT_SECRET: LEAK_SECRET,
        TURNPIKE_ALLOW_PRIVATE_UPSTREAMS: 'true',
        ...(url === null ? {} : { DATABASE_URL: url.reveal() }),
      },
    });
    keep('the link of the first operator', FIRST_LINK.exec(gateway.stdout())?.[0]);
    await fillAccount();
    await fillKeys();
    await fillRequests();
    metrics = await (await fetch(/metrics\s+(http:\S+)/.exec(gateway.stdout())?.[1] ?? '')).text();
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await place.remove();
  });

  /** Calls the management API; what it creates is answered, every other answer is kept to be searched. */
  async function manage(method: string, path: string, body?: object, headers = {}): Promise<Made> {
    const response = await fetch(`${gateway.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    answers += response.ok ? '' : `${text}\n`;
    return JSON.parse(text) as Made;
  }

  function keep(name: string, canary: string | undefined): string {
    expect(canary?.length, name).toBeGreaterThan(15);
    canaries.set(name, canary ?? '');
    return canary ?? '';
  }

  async function fillAccount(): Promise<void> {
    await manage('POST', '/channels', {
      ...{ name: 'canary', provider: 'openai', base_url: `${gateway.simulator.url}/openai/v1` },
      ...{
        credentials: [CHANNEL_CREDENTIAL],
        groups: ['default'],
        allow_private: true,
        models: [{ name: 'canary-model', upstream: 'gpt-test' }],
      },
    });
    const own = { name: 'own', provider: 'openai', base_url: `${gateway.simulator.url}/openai/v1` };
    expect((await manage('POST', '/provider-keys', { ...own, credential: PROVIDER_KEY })).id).toMatch(/^pk_/);
    await manage('POST', '/provider-keys', {
      ...own,
      name: 'refused',
      provider: 'gemini',
      credential: PROVIDER_KEY,
    });
    const project = await manage('POST', '/projects', { name: 'Dumped', hash_only: true });
    keep('a webhook secret', project.webhook_secret);
    const rotated = await manage('POST', `/projects/${project.id}/rotate-webhook-secret`);
    keep('a rotated webhook secret', rotated.webhook_secret);
    const hook = { url: 'https://192.0.2.1/canary-hook', project_id: project.id };
    const endpoint = await manage('POST', '/webhook-endpoints', hook);
    keep('the secret of an endpoint', endpoint.secret);
    const turned = await manage('POST', `/webhook-endpoints/${endpoint.id}/rotate-secret`, {});
    keep('the next secret of an endpoint', turned.secret);
    await manage('POST', '/webhook-endpoints', { ...hook, url: 'http://192.0.2.1/' });
    const invitation = await manage('POST', '/invitations', { email: 'somebody@example.com' });
    keep('the token of an invitation', invitation.token);
    const program = await manage('POST', '/management-keys', { name: 'ci', scopes: ['keys:read'] });
    const headers = { authorization: `Bearer ${keep('a management key', program.key)}` };
    await manage('POST', '/keys', { name: 'refused', group: 'default' }, headers);
    await manage('DELETE', `/management-keys/${program.id}`);
    await manage('GET', '/keys', undefined, headers);
  }

  async function fillKeys(): Promise<void> {
    const key = { name: 'made', group: 'default' };
    const once = { 'idempotency-key': 'once' };
    const sealed = await manage('POST', '/keys', key, once);
    keep('a sealed key whose answer is kept', sealed.key);
    expect((await manage('POST', '/keys', key, once)).key).toBe(sealed.key);
    const hashed = await manage('POST', '/keys', { ...key, project: 'Dumped' });
    keep('a key of which the hash alone is kept', hashed.key);
    const value = keep('a custom key', 'canary-custom-key-of-the-dump');
    const turned = await manage('POST', '/keys', { ...key, value });
    keep('a key that was rotated to', (await manage('POST', `/keys/${turned.id}/rotate`)).key);
    keep('and the next', (await manage('POST', `/keys/${turned.id}/rotate`, { overlap_s: 0 })).key);
    const leaked = await manage('POST', '/keys', key);
    const report = { authorization: `Bearer ${LEAK_SECRET}` };
    await manage('POST', '/keys/leaked', { key: keep('a leaked key', leaked.key) }, report);
    const deleted = await manage('POST', '/keys', key);
    keep('a deleted key', deleted.key);
    await manage('DELETE', `/keys/${deleted.id}`);
    await manage('POST', '/keys', { ...key, value });
    await manage('POST', '/keys', { ...key, value: `${value}!` });
    // A field that there is not is told to whoever sent it by its name, and to nobody else.
    const before = answers;
    await manage('POST', '/keys', { ...key, [value]: value });
    answers = before;
    await manage('GET', `/keys/${value}`);
    await manage('POST', '/keys/leaked', { key: value }, { authorization: `Bearer ${value}` });
  }

  async function fillRequests(): Promise<void> {
    const chat = { model: 'gpt-test', messages: [{ role: 'user', content: PROMPT }] };
    for (const [name, canary] of [...canaries].filter(([name]) => /key/.test(name))) {
      const answer = await gateway.post('/v1/chat/completions', chat, { authorization: `Bearer ${canary}` });
      const text = await answer.text();
      answers += answer.ok ? '' : `${name.length} ${text}\n`;
    }
    for (const credential of ['sim-openai-key', CHANNEL_CREDENTIAL]) {
      const body = { error: { message: `the key ${credential} is wrong for ${PROMPT}`, code: credential } };
      for (const status of [400, 401, 403, 429, 500]) {
        gateway.simulator.addFaults([{ match: { credential }, effect: { status, body } }]);
        for (const model of ['gpt-test', 'canary-model']) {
          await (await gateway.post('/v1/chat/completions', { ...chat, model })).text();
        }
        gateway.simulator.clearFaults();
      }
    }
    await (await gateway.post('/v1/chat/completions', { ...chat, stream: true })).text();
    // One that its upstream keeps, and one that is kept here.
    for (const model of ['gpt-test', 'claude-test']) {
      expect((await gateway.post('/v1/responses', { model, input: PROMPT })).status).toBe(200);
    }
    await gateway.requests();
  }

  /** All that a thief of the data would have: the files as they are while the gateway runs, or the tables. */
  async function dump(): Promise<string> {
    const { url } = place.location;
    const files = filesDump(gateway.dataDir, ['turnpike.yaml']);
    return url === null ? files : `${files}\n${await postgresDump(url.reveal())}`;
  }

  it('holds no secret while the gateway runs', async () => {
    const text = await dump();
    for (const known of [
      'somebody@example.com',
      'management_key.revoke',
      'canary-model',
      'canary-hook',
      'Dumped',
      'resp_',
    ]) {
      expect(text).toContain(known);
    }
    expectNoSecret(text, canaries);
  });

  it('has a secret neither in error bodies nor in metrics', () => {
    for (const code of ['invalid_request', 'invalid_api_key', 'not_found', 'is in use already']) {
      expect(answers).toContain(code);
    }
    expectNoSecret(answers, canaries);
    expectNoSecret(metrics, canaries);
  });

  it('holds none after the gateway was killed, and neither does all that it logged', async () => {
    // Log lines are gathered for half a second.
    await delay(700);
    await gateway.kill('SIGKILL');
    expectNoSecret(await dump(), canaries);
    // The link of the first operator is for whoever started the gateway; the database holds its hash.
    const logged = (gateway.stdout() + gateway.stderr()).replace(FIRST_LINK, '');
    expect(logged).toContain('upstream_429');
    expectNoSecret(logged, canaries);
  });
});
