import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL_PATHS } from '../support/call-paths.ts';
import { expectNoSecret, filesDump } from '../support/dump.ts';
import { ADMIN_KEY, TEST_KEY } from '../support/gateway-client.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';

const MASTER_KEY = 'canary-master-key-0123456789abcdef0123456789';
const LEAK_SECRET = 'canary-secret-of-the-leak-scanner';
const CREDENTIALS = { openai: 'sim-openai-key', messages: 'sim-anthropic-key', gemini: 'sim-gemini-key' };

/** Everything the gateway said: to clients, to the operator, to the disk. Filled once, searched by each test. */
const said = { answers: '', management: '', logs: '', metrics: '', audit: '' };
const canaries = new Map<string, string>([
  ['the client key', TEST_KEY],
  ['the management key', ADMIN_KEY],
  ['the master key', MASTER_KEY],
  ['the secret of leak reports', LEAK_SECRET],
  ...Object.entries(CREDENTIALS).map(([format, value]): [string, string] => [
    `the ${format} credential`,
    value,
  ]),
]);
let gateway: GatewayProcess;

beforeAll(async () => {
  gateway = await startGatewayProcess({
    env: {
      LOG_LEVEL: 'trace',
      METRICS_PORT: '0',
      TURNPIKE_SECRET_KEY: MASTER_KEY,
      TURNPIKE_LEAK_REPORT_SECRET: LEAK_SECRET,
    },
  });
  await callEveryPath();
  await failUpstream();
  await failInsideStreams();
  await useManagement();
  await rotateAndReport();
  const metricsUrl = /metrics\s+(http:\S+)/.exec(gateway.stdout())?.[1] ?? '';
  said.metrics = await (await fetch(metricsUrl)).text();
  said.audit = await (await manage('GET', '/audit?limit=100')).text();
  await gateway.kill('SIGTERM');
  said.logs = gateway.stdout() + gateway.stderr();
});
afterAll(() => gateway.close());

/** Calls, and keeps all of the answer that a client could read. */
async function ask(path: string, init: RequestInit): Promise<void> {
  const response = await fetch(gateway.url + path, init);
  const headers = JSON.stringify([...response.headers]);
  said.answers += `${init.method} ${response.status} ${headers}\n${await response.text().catch(String)}\n`;
}

function post(path: string, body: unknown, credential: Record<string, string>): Promise<void> {
  const headers = { 'content-type': 'application/json', ...credential };
  return ask(path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

/** Paths that answer with a stream when they are asked to. */
const STREAMS = /completions|responses|messages$|:stream/;

const bearer = { authorization: `Bearer ${TEST_KEY}` };

async function callEveryPath(): Promise<void> {
  for (const path of CALL_PATHS) {
    const { body } = path.ask();
    await post(path.path, body, bearer);
    await post(path.path, { ...body, stream: true }, { 'x-api-key': TEST_KEY });
    await post(path.path, '{"broken":', { 'x-goog-api-key': TEST_KEY });
    await post(path.path, body, { ...bearer, 'x-api-key': `${TEST_KEY}-other` });
    await post(`${path.path}?alt=sse&key=${TEST_KEY}`, body, {});
    await post(path.ask('no-such-model').path, { ...body, model: 'no-such-model' }, bearer);
  }
  for (const path of [
    '/v1/models',
    '/v1beta/models',
    '/v1/key',
    '/v1/usage',
    '/nothing',
    '/v1/usage?days=x',
  ]) {
    await ask(path, { method: 'GET', headers: bearer });
    await ask(`${path}${path.includes('?') ? '&' : '?'}key=${TEST_KEY}`, { method: 'GET' });
  }
}

/** What a provider says that is angry about the credential, or cannot be reached at all. */
async function failUpstream(): Promise<void> {
  const { host, hostname } = new URL(gateway.simulator.url);
  for (const status of [400, 401, 403, 404, 422, 429, 500, 503, 529, 302]) {
    gateway.simulator.clearFaults();
    for (const credential of Object.values(CREDENTIALS)) {
      const message = `key ${credential} is wrong; asked https://${host}/v1?key=${credential} on ${hostname}`;
      const body = { error: { message, type: 'x', code: credential, status: 'X' } };
      const headers = { 'x-api-key': credential, location: `https://${host}/?key=${credential}` };
      gateway.simulator.addFaults([{ match: { credential }, effect: { status, body, headers } }]);
    }
    for (const path of CALL_PATHS) {
      await post(path.path, path.ask().body, bearer);
    }
  }
  gateway.simulator.clearFaults();
  gateway.simulator.addFaults([{ effect: { cut_after_bytes: 0 } }]);
  for (const path of CALL_PATHS) {
    await post(path.path, path.ask().body, bearer);
  }
  gateway.simulator.clearFaults();
}

/** An error inside a stream is written by the upstream, too. */
async function failInsideStreams(): Promise<void> {
  const { host } = new URL(gateway.simulator.url);
  const type = 'error';
  for (const [format, credential] of Object.entries(CREDENTIALS)) {
    const message = `the key ${credential} of ${host} is used up`;
    const error = { type: 'overloaded_error', message, code: 429, status: 'RESOURCE_EXHAUSTED' };
    const body = `event: error\ndata: ${JSON.stringify({ type, error })}\n\n`;
    const headers = { 'content-type': 'text/event-stream' };
    gateway.simulator.addFaults([{ match: { credential }, effect: { status: 200, body, headers } }]);
    const streaming = CALL_PATHS.filter((path) => path.format === format && STREAMS.test(path.path));
    for (const path of streaming) {
      await post(path.path, { ...path.ask().body, stream: true }, bearer);
    }
  }
  gateway.simulator.clearFaults();
}

function manage(method: string, path: string, body?: unknown, extra: Record<string, string> = {}) {
  return fetch(`${gateway.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', ...extra },
    body: body === undefined ? null : JSON.stringify(body),
  });
}

/** Creating and revealing answer the key, as they must; nothing else may ever say it. */
async function useManagement(): Promise<void> {
  const key = { name: 'made', project: 'Default', group: 'default' };
  const again = { 'idempotency-key': 'canary-once' };
  const made = (await (await manage('POST', '/keys', key, again)).json()) as { id: string; key: string };
  canaries.set('a generated key', made.key);
  expect(await (await manage('POST', '/keys', key, again)).json()).toMatchObject({ key: made.key });
  expect(await (await manage('POST', `/keys/${made.id}/reveal`)).json()).toMatchObject({ key: made.key });
  const answers = [
    await manage('POST', '/keys', { ...key, value: TEST_KEY }),
    await manage('POST', '/keys', { ...key, value: `${TEST_KEY} with spaces` }),
    await manage('POST', '/keys', { ...key, [TEST_KEY]: true, value: TEST_KEY }).then(() =>
      manage('GET', '/keys'),
    ),
    await manage('GET', `/keys?search=${made.key.slice(-4)}`),
    await manage('GET', '/channels'),
    await manage('GET', '/requests?limit=100'),
    await manage('PATCH', `/keys/${made.id}`, { quota: -1 }),
    await manage('GET', '/export'),
    await fetch(`${gateway.url}/api/v1/keys`, { headers: { authorization: `Bearer ${ADMIN_KEY}x` } }),
  ];
  for (const response of answers) {
    said.management += await response.text();
  }
}

/** The strings of a key that was rotated twice, and reports of them, right and wrong. */
async function rotateAndReport(): Promise<void> {
  const made = (await (await manage('POST', '/keys', { name: 'turned', group: 'default' })).json()) as {
    id: string;
    key: string;
  };
  canaries.set('a string that was rotated away', made.key);
  const path = `/keys/${made.id}/rotate`;
  const value = 'canary-value-of-a-rotation';
  canaries.set('a value that was rotated to', value);
  expect(await (await manage('POST', path, { value })).json()).toMatchObject({ key: value });
  const rotated = (await (await manage('POST', path)).json()) as { id: string; key: string };
  canaries.set('a string that is rotated to', rotated.key);
  for (const key of [made.key, value, rotated.key]) {
    await post('/v1/chat/completions', { model: 'gpt-test', messages: [] }, { 'x-api-key': key });
  }
  const answers = [
    await manage('POST', path, { value }),
    await manage('POST', path, { value: `${value} with spaces` }),
    await report({ keys: [made.key, value] }, LEAK_SECRET),
    await report({ key: rotated.key }, LEAK_SECRET),
    await report({ key: rotated.key }, `${LEAK_SECRET}x`),
    await report({ key: rotated.key }, ADMIN_KEY),
  ];
  for (const response of answers) {
    said.management += await response.text();
  }
  for (const key of [made.key, value, rotated.key]) {
    await post('/v1/chat/completions', {}, { authorization: `Bearer ${key}` });
  }
}

function report(body: object, secret: string): Promise<Response> {
  return manage('POST', '/keys/leaked', body, { authorization: `Bearer ${secret}` });
}

/** Every text and blob of every row. */
function databaseText(): string {
  const file = readdirSync(gateway.dataDir).find((name) => name.endsWith('.db') || name.endsWith('.sqlite'));
  const database = new DatabaseSync(join(gateway.dataDir, file ?? ''), { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const rows = tables.flatMap(({ name }) => database.prepare(`select * from "${name}"`).all());
  database.close();
  expect(rows.length).toBeGreaterThan(100);
  return rows.map((row) => Object.values(row).map(String).join('\n')).join('\n');
}

function expectNone(text: string): void {
  expectNoSecret(text, canaries);
}

describe('F30, F31, F32: no secret leaves through', () => {
  it('answers and their headers', () => {
    expectNone(said.answers);
    expect(said.answers.includes(new URL(gateway.simulator.url).host)).toBe(false);
  });
  it('answers of the management API', () => expectNone(said.management));
  it('logs, at their most talkative', () => {
    expect(said.logs).toContain('upstream failed');
    expectNone(said.logs);
    expect(said.logs).not.toContain('key=');
  });
  it('metrics', () => {
    expect(said.metrics).toContain('turnpike_requests_total');
    expectNone(said.metrics);
  });
  it('the audit', () => {
    expect(said.audit).toContain('reveal');
    expect(said.audit).toContain('rotate');
    expect(said.audit).toContain('leaked');
    expectNone(said.audit);
  });
  it('rows of the database', () => expectNone(databaseText()));
  it('files of the data folder, the journal among them', () =>
    expectNone(filesDump(gateway.dataDir, ['turnpike.yaml'])));
});
