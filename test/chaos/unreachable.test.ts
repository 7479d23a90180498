import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { startFailoverGateway } from '../support/road/failover-gateway.ts';
import { until } from '../support/road/ledger.ts';
import { ROAD_DIALECTS } from '../support/road/road-dialects.ts';
import { expectCalm, expectRightAnswers, isSuccess } from './check-calm.ts';
import { type SlowLoris, startSlowLoris } from './slow-loris.ts';

/** Models that are asked of a bad upstream first, and of a good one behind it. */
const BEHIND = ['no-name', 'no-port', 'slow-head', 'slow-stream', 'redirected'] as const;
/** Models that have nothing behind the bad upstream. */
const ALONE = BEHIND.map((model) => `${model}-alone`);
const EACH = 4;
const [CHAT] = ROAD_DIALECTS;

let gateway: TestGateway;
let loris: { readonly head: SlowLoris; readonly stream: SlowLoris };
let redirecting: Server;
let requestsBefore = 0;

beforeAll(async () => {
  loris = { head: await startSlowLoris('head'), stream: await startSlowLoris('stream') };
  redirecting = createServer((request, response) => {
    // A gateway that followed this would ask the good upstream with the credential of another.
    response.writeHead(307, { location: `${gateway.simulator.url}/openai${request.url}` }).end();
  });
  await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
  const places: Record<(typeof BEHIND)[number], string> = {
    'no-name': 'http://no-such-host.invalid',
    'no-port': 'http://127.0.0.1:1',
    'slow-head': loris.head.url,
    'slow-stream': loris.stream.url,
    redirected: `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`,
  };
  const bad = Object.entries(places).map(
    ([model, url]) =>
      `  - { name: bad-${model}, provider: openai, base_url: "${url}/v1", credentials: ["bad-key"], models: [${model}, ${model}-alone], groups: [default], allow_private: true, timeouts: { total_ms: 900 } }`,
  );
  const good = `  - { name: good, provider: openai, base_url: "SIMULATOR/openai/v1", credentials: ["good-key"], models: [${BEHIND.join(', ')}], groups: [default], priority: 1, allow_private: true }`;
  gateway = await startFailoverGateway({ channels: [...bad, good].join('\n') });
  for (const model of [...BEHIND, ...ALONE]) {
    await gateway.manage('PUT', `/models/${model}`, { price: { input: '1', output: '4' } });
  }
});

afterAll(async () => {
  await gateway.close();
  await loris.head.close();
  await loris.stream.close();
  redirecting.closeAllConnections();
  redirecting.close();
});

describe.each([...BEHIND, ...ALONE])('an upstream that cannot be used: %s', (model) => {
  it('costs its clients an error at most where nothing is behind it, and nothing stays held', async () => {
    await reset();
    const answers = await askAll(model);
    expectRightAnswers(answers);
    const isAlone = model.endsWith('-alone');
    expect(answers.map(isSuccess)).toEqual(answers.map(() => !isAlone));
    const rows = await expectCalm(gateway, requestsBefore);
    const own = rows.slice(0, answers.length);
    expect(own.every(({ charge }) => (charge.amount === '0') === isAlone)).toBe(true);
    expect(own.every(({ state }) => state === (isAlone ? 'failed' : 'settled'))).toBe(true);
    await until(
      'no connection of a slow upstream is left',
      () => loris.head.open() + loris.stream.open() === 0,
    );
  });
});

describe('the address of an upstream', () => {
  it('F29: is never taken from a redirect, so no credential goes where it leads', () => {
    const credentials = gateway.simulator.requests().map(({ headers }) => headers.authorization);
    expect(credentials).toContain('Bearer good-key');
    expect(credentials).not.toContain('Bearer bad-key');
  });

  it('F28: is never taken from a body or a header of the caller', async () => {
    await reset();
    const body = {
      ...CHAT?.wholeBody('choose a host'),
      model: 'no-port',
      api_base: loris.head.url,
      base_url: loris.head.url,
      url: loris.head.url,
    };
    const before = loris.head.taken();
    const heard = await ask(`${gateway.url}/v1/chat/completions`, body, {
      headers: { 'x-turnpike-base-url': loris.head.url, 'x-portkey-custom-host': loris.head.url },
    });
    expect(heard.status).toBe(200);
    expect(loris.head.taken()).toBe(before);
    const last = gateway.simulator.requests().at(-1);
    expect(Object.keys(last?.headers ?? {}).filter((name) => /^x-(?:turnpike|portkey)/.test(name))).toEqual(
      [],
    );
  });
});

async function askAll(model: string) {
  const dialects = ROAD_DIALECTS.filter((dialect) => dialect.model === 'gpt-test');
  const asked = dialects.flatMap((dialect) => [
    { dialect, streams: true, path: dialect.streamPath, body: dialect.streamBody('hello repeat:20') },
    { dialect, streams: false, path: dialect.wholePath, body: dialect.wholeBody('hello repeat:20') },
  ]);
  requestsBefore += asked.length * EACH;
  return Promise.all(
    Array.from({ length: EACH }, () => asked)
      .flat()
      .map(async ({ path, body, ...one }) => ({
        ...one,
        heard: await ask(gateway.url + path, { ...body, model }),
      })),
  );
}

async function reset(): Promise<void> {
  const { body } = await gateway.manage<{ data: { id: string }[] }>('GET', '/channels?limit=100');
  await Promise.all(body.data.map(({ id }) => gateway.manage('POST', `/channels/${id}/reset`)));
}
