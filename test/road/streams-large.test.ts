import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';
import { ask } from '../support/road/ask.ts';
import { type ByteUpstream, startByteUpstream } from '../support/road/byte-upstream.ts';
import { LARGE_STREAMS, type LargeStream } from '../support/road/large-streams.ts';
import { expectSoundWallet, rowsOnceThereAre, until } from '../support/road/ledger.ts';

const MEGABYTE = 1024 * 1024;

describe('a stream of large or many frames', () => {
  let upstream: ByteUpstream;
  let gateway: TestGateway;
  beforeAll(async () => {
    upstream = await startByteUpstream();
    gateway = await startTestGateway({
      // Shorter than the client pauses: an upstream that we stopped ourselves is not silent.
      timeouts: { firstByteTimeoutMs: 5_000, idleTimeoutMs: 400, totalTimeoutMs: 60_000 },
      config: () => testConfig(upstream.url).replace('credit: "100"', 'credit: "100000"'),
    });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  function hashOf(chunks: Iterable<Buffer>): string {
    const hash = createHash('sha256');
    for (const chunk of chunks) {
      hash.update(chunk);
    }
    return hash.digest('hex');
  }

  function stage({ dialect, contentType }: LargeStream, chunks: Iterable<Buffer>) {
    const word = upstream.stage({ contentType, chunks });
    return { url: gateway.url + dialect.streamPath, body: dialect.streamBody(word) };
  }

  for (const large of LARGE_STREAMS) {
    const { dialect } = large;

    it(`F23: ${dialect.name}: one line of 16 MB passes byte by byte in bounded memory`, async () => {
      const chunks = large.oneLine(16 * MEGABYTE);
      const { url, body } = stage(large, chunks);
      const before = process.memoryUsage().rss;
      let peak = before;
      const hash = createHash('sha256');
      const heard = await ask(url, body, {
        onData(chunk) {
          hash.update(chunk);
          peak = Math.max(peak, process.memoryUsage().rss);
        },
      });
      expect(heard).toMatchObject({ status: 200, isWhole: true });
      expect(hash.digest('hex')).toBe(hashOf(chunks));
      // The upstream's and the client's sockets are in this process too; a copy for each chunk would be gigabytes.
      expect(peak - before).toBeLessThan(160 * MEGABYTE);
    });

    it(`F23: ${dialect.name}: a line beyond the bound ends the stream with its own error`, async () => {
      const { url, body } = stage(large, large.oneLine(34 * MEGABYTE));
      const heard = await ask(url, body);
      expect(heard).toMatchObject({ status: 200, isWhole: true });
      expect(heard.bytes.length).toBeLessThan(MEGABYTE);
      expect(heard.text).toMatch(dialect.inBandError);
      expect(heard.text).not.toMatch(dialect.cleanEnd);
      const id = String(heard.headers['x-request-id']);
      await until('its row is there', async () => {
        const { body: row } = await gateway.manage<{ state?: string }>('GET', `/requests/${id}`);
        return row.state === 'failed';
      });
    });

    it(`${dialect.name}: a client that does not read stops the upstream, and gets everything later`, async () => {
      const { url, body } = stage(large, large.manyFrames(192 * MEGABYTE));
      const before = { rss: process.memoryUsage().rss, written: upstream.written() };
      const got = {
        bytes: 0,
        early: 1,
        written: Number.POSITIVE_INFINITY,
        peak: Number.POSITIVE_INFINITY,
        tail: '',
      };
      const heard = await ask(url, body, {
        onAnswer(answer) {
          answer.pause();
          void delay(1_000).then(() => {
            got.early = got.bytes;
            got.written = upstream.written() - before.written;
            got.peak = process.memoryUsage().rss - before.rss;
            answer.resume();
          });
        },
        onData(chunk) {
          got.bytes += chunk.length;
          got.tail = (got.tail + chunk.toString('latin1')).slice(-300);
        },
      });
      expect(heard.isWhole).toBe(true);
      expect(got.tail).toMatch(dialect.cleanEnd);
      expect(got.early).toBe(0);
      // Kernel buffers of two loopback connections and one high-water mark each, not the whole stream.
      expect(got.written).toBeLessThan(48 * MEGABYTE);
      expect(got.peak).toBeLessThan(96 * MEGABYTE);
      expect(got.bytes).toBeGreaterThan(190 * MEGABYTE);
    }, 30_000);

    it(`F20: ${dialect.name}: a client that stops reading and then leaves lets the upstream go`, async () => {
      const { url, body } = stage(large, large.manyFrames(192 * MEGABYTE));
      const before = upstream.written();
      const heard = await ask(url, body, {
        onAnswer(answer) {
          answer.pause();
          void delay(300).then(() => answer.destroy());
        },
      });
      expect(heard).toMatchObject({ status: 200, isWhole: false });
      await until('the upstream is let go', async () => (await upstream.connections()) === 0);
      expect(upstream.written() - before).toBeLessThan(48 * MEGABYTE);
    });
  }

  it('every one of them left one row, and the wallet is sound', async () => {
    await expectSoundWallet(gateway, await rowsOnceThereAre(gateway, LARGE_STREAMS.length * 4));
  });
});
