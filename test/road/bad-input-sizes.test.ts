import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { brotliCompressSync, constants, createGzip, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { openSocket } from '../support/raw-http.ts';
import { readRefusal, type SeenFormat } from '../support/seen-refusal.ts';

const MB = 1024 * 1024;
const PATHS: readonly (readonly [string, SeenFormat])[] = [
  ['/v1/chat/completions', 'openai'],
  ['/v1/responses', 'openai'],
  ['/v1/messages', 'messages'],
  ['/v1beta/models/gemini-test:generateContent', 'gemini'],
];

let gateway: GatewayProcess;
beforeAll(async () => {
  gateway = await startGatewayProcess();
  await goodRequest();
});
afterAll(() => gateway.close());

function residentBytes(): number {
  const status = readFileSync(`/proc/${gateway.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

async function goodRequest(): Promise<void> {
  const response = await gateway.post('/v1/chat/completions', {
    model: 'gpt-test',
    messages: [{ role: 'user', content: 'hello' }],
  });
  expect(response.status).toBe(200);
  await response.arrayBuffer();
}

/** The most memory the process had while `work` ran. */
async function peakDuring(work: () => Promise<unknown>): Promise<number> {
  let peak = residentBytes();
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes());
  }, 10);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return Math.max(peak, residentBytes());
}

async function expectUnharmed(): Promise<void> {
  await goodRequest();
  expect(await gateway.wallet()).toMatchObject({ held: '0' });
  const refused = (await gateway.requests()).filter(({ state }) => state === 'refused');
  expect(refused.every(({ charge }) => charge.amount === '0')).toBe(true);
}

const headers = (extra: Record<string, string> = {}): Record<string, string> => ({
  authorization: `Bearer ${gateway.key}`,
  'content-type': 'application/json',
  ...extra,
});

describe('50 MB', () => {
  it.each(PATHS)('%s, announced', async (path, format) => {
    const body = Buffer.alloc(50 * MB, 0x61);
    const peak = await peakDuring(async () => {
      const response = await fetch(gateway.url + path, { method: 'POST', headers: headers(), body });
      expect(await readRefusal(response, format)).toMatchObject({ status: 413, code: 'request_too_large' });
    });
    expect(peak).toBeLessThan(400 * MB);
    await expectUnharmed();
  });

  it.each(PATHS)('%s, in chunks', async (path, format) => {
    const chunk = Buffer.alloc(MB, 0x61);
    const peak = await peakDuring(async () => {
      const response = await fetch(gateway.url + path, {
        method: 'POST',
        headers: headers(),
        body: Readable.toWeb(Readable.from(Array.from({ length: 50 }, () => chunk))),
        duplex: 'half',
      });
      expect(await readRefusal(response, format)).toMatchObject({ status: 413, code: 'request_too_large' });
    });
    expect(peak).toBeLessThan(400 * MB);
    await expectUnharmed();
  });

  it('many at once stay within bounds that grow with none of them', async () => {
    const body = Buffer.alloc(50 * MB, 0x61);
    const peak = await peakDuring(() =>
      Promise.all(
        Array.from({ length: 8 }, async () => {
          const response = await fetch(`${gateway.url}/v1/messages`, {
            method: 'POST',
            headers: headers(),
            body,
          });
          expect(response.status).toBe(413);
          await response.arrayBuffer();
        }),
      ),
    );
    expect(peak).toBeLessThan(500 * MB);
    await expectUnharmed();
  });
});

describe('F51: small bodies that become large ones', () => {
  it.each(['gzip', 'br', 'zstd'])('%s', async (encoding) => {
    const bomb = await bombs[encoding]?.();
    expect(bomb?.length).toBeLessThan(2 * MB);
    const startedMs = performance.now();
    const peak = await peakDuring(async () => {
      for (const [path, format] of PATHS) {
        const response = await fetch(gateway.url + path, {
          method: 'POST',
          headers: headers({ 'content-encoding': encoding }),
          body: bomb ?? null,
        });
        expect(await readRefusal(response, format)).toMatchObject({ status: 413, code: 'request_too_large' });
      }
    });
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(peak).toBeLessThan(500 * MB);
    await expectUnharmed();
  });

  it('what is compressed and small is served', async () => {
    const text = JSON.stringify({ model: 'gpt-test', messages: [{ role: 'user', content: 'hello' }] });
    for (const [encoding, body] of [
      ['gzip', gzipSync(text)],
      ['br', brotliCompressSync(text)],
      ['zstd', zstdCompressSync(text)],
    ] as const) {
      const response = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: headers({ 'content-encoding': encoding }),
        body,
      });
      expect(response.status, encoding).toBe(200);
      await response.arrayBuffer();
    }
  });
});

describe('bodies that never end', () => {
  it('hold nothing and stop nobody, and are let go with their client', async () => {
    const sockets = Array.from({ length: 20 }, () => openSocket(gateway.url));
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.write(
        `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${gateway.key}\r\n` +
          'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"model":',
      );
    }
    await expectUnharmed();
    for (const socket of sockets) {
      socket.destroy();
    }
    await expectUnharmed();
    await expect
      .poll(
        async () =>
          (await gateway.requests()).filter(({ error_code }) => error_code === 'request_timeout').length,
      )
      .toBe(20);
  });

  it('a body without end is refused as soon as it is too long', async () => {
    const outcome = await new Promise<number>((resolve, reject) => {
      const sending = request(
        `${gateway.url}/v1/messages`,
        { method: 'POST', headers: headers() },
        (response) => {
          resolve(response.statusCode ?? 0);
          sending.destroy();
        },
      );
      sending.on('error', reject);
      const chunk = Buffer.alloc(MB, 0x20);
      const more = (): void => {
        while (!sending.destroyed && sending.write(chunk)) {}
      };
      sending.on('drain', more);
      more();
    });
    expect(outcome).toBe(413);
    await expectUnharmed();
  });
});

/** Bodies that become a gigabyte (brotli: 256 MB), made so that this process never holds one whole. */
const bombs: Readonly<Record<string, () => Promise<Buffer>>> = {
  gzip: async () => {
    const gzip = createGzip({ level: 9 });
    const packed = gzip.toArray();
    const chunk = Buffer.alloc(16 * MB, 0x20);
    for (let count = 0; count < 64; count += 1) {
      await new Promise((resolve) => gzip.write(chunk, resolve));
    }
    gzip.end();
    return Buffer.concat(await packed);
  },
  br: async () =>
    brotliCompressSync(Buffer.alloc(256 * MB, 0x20), {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 },
    }),
  zstd: async () => {
    const frame = zstdCompressSync(Buffer.alloc(64 * MB, 0x20));
    return Buffer.concat(Array.from({ length: 16 }, () => frame));
  },
};
