import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isAddressAllowed } from './address-guard.ts';
import { type AnswerHead, startAttempt, type UpstreamFailure, type UpstreamRequest } from './attempt.ts';
import { createUpstreams, type Upstreams } from './pools.ts';

interface Outcome {
  readonly head: AnswerHead | null;
  readonly body: string;
  readonly failure: UpstreamFailure['code'] | null;
}

const open: { close(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((thing) => thing.close()));
});

async function serve(listener: RequestListener, keepAliveTimeout = 5_000): Promise<string> {
  const server: Server = createServer({ keepAliveTimeout }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function pools(allowPrivate = true): Upstreams {
  const upstreams = createUpstreams({
    allowPrivate,
    connectTimeoutMs: 1_000,
    connectionsPerChannel: 8,
    useProxy: false,
  });
  open.push(upstreams);
  return upstreams;
}

function ask(
  upstreams: Upstreams,
  baseUrl: string,
  changes: Partial<UpstreamRequest> = {},
): Promise<Outcome> {
  const request: UpstreamRequest = {
    method: 'POST',
    path: '/x',
    headers: ['content-type', 'application/json'],
    body: Buffer.from('{}'),
    firstByteTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
    totalTimeoutMs: 10_000,
    ...changes,
  };
  return new Promise((resolve) => {
    let body = '';
    startAttempt(upstreams.get({ id: 'chan_1', baseUrl, allowPrivate: false }), request, {
      receive: (head) => ({
        data: (chunk) => {
          body += chunk.toString();
        },
        end: () => resolve({ head, body, failure: null }),
        fail: ({ code }) => resolve({ head, body, failure: code }),
      }),
      fail: ({ code }) => resolve({ head: null, body, failure: code }),
    });
  });
}

describe('an attempt', () => {
  it('gives head and body on', async () => {
    const url = await serve((request, response) => response.end(`${request.method} ${request.url}`));
    expect(await ask(pools(), `${url}/base/`)).toMatchObject({ body: 'POST /base/x', failure: null });
  });

  it('says that nobody is there', async () => {
    expect(await ask(pools(), 'http://127.0.0.1:1')).toMatchObject({ failure: 'upstream_unreachable' });
  });

  it('F48: first byte, idle and total time are bounds of their own', async () => {
    const silent = await serve(() => undefined);
    const stalling = await serve((_request, response) => void response.write('some'));
    const upstreams = pools();
    expect(await ask(upstreams, silent, { firstByteTimeoutMs: 300 })).toMatchObject({
      failure: 'upstream_timeout',
    });
    expect(await ask(upstreams, stalling, { idleTimeoutMs: 300 })).toMatchObject({
      body: 'some',
      failure: 'upstream_timeout',
    });
    expect(await ask(upstreams, stalling, { totalTimeoutMs: 200 })).toMatchObject({
      failure: 'upstream_timeout',
    });
  });

  it('F44: a socket that breaks inside an answer is a failure, not an end', async () => {
    const url = await serve((_request, response) => {
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await ask(pools(), url)).toMatchObject({ body: 'half', failure: 'upstream_failed' });
  });

  it('F49: a socket that the upstream closed while it lay idle costs no request an error', async () => {
    const answered = new WeakSet<object>();
    const url = await serve((request, response) => {
      request.resume();
      // The close crosses the next request on the wire: it is written to a socket that is already gone.
      if (answered.has(request.socket)) {
        request.socket.destroy();
        return;
      }
      answered.add(request.socket);
      request.on('end', () => response.end('ok'));
    });
    const upstreams = pools();
    const outcomes = [];
    for (let round = 0; round < 200; round += 1) {
      outcomes.push(await ask(upstreams, url));
    }
    expect(outcomes.filter((outcome) => outcome.failure !== null)).toEqual([]);
  });

  it('F49: a request is sent again once, and not on a socket that never answered', async () => {
    let asked = 0;
    const url = await serve((request) => {
      asked += 1;
      request.socket.destroy();
    });
    expect(await ask(pools(), url)).toMatchObject({ failure: 'upstream_unreachable' });
    expect(asked).toBe(1);
  });

  it('F29: redirects are not followed', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    });
    expect((await ask(pools(), url)).head?.status).toBe(302);
  });

  it('F29: a private address is refused where it is not allowed, by number and by name', async () => {
    const url = await serve((_request, response) => response.end('never'));
    expect(await ask(pools(false), url)).toMatchObject({ failure: 'upstream_unreachable' });
    expect(await ask(pools(false), url.replace('127.0.0.1', 'localhost'))).toMatchObject({
      failure: 'upstream_unreachable',
    });
  });
});

describe('isAddressAllowed', () => {
  it.each([
    ['169.254.169.254', true, false],
    ['fe80::1', true, false],
    ['::ffff:169.254.169.254', true, false],
    ['127.0.0.1', false, false],
    ['127.0.0.1', true, true],
    ['10.1.2.3', false, false],
    ['::ffff:10.1.2.3', false, false],
    ['::1', false, false],
    ['fd12::1', false, false],
    ['100.64.0.1', false, false],
    ['93.184.216.34', false, true],
    ['2606:2800:220:1::1', false, true],
  ])('%s with private allowed=%s: %s', (address, allowPrivate, allowed) => {
    expect(isAddressAllowed(address, allowPrivate)).toBe(allowed);
  });
});
