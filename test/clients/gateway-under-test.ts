import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { tokensOf } from '../../simulator/tokens.ts';
import type { RequestRow } from '../support/gateway-client.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { type BooksMark, expectBooksAgree, openBooks } from './books.ts';

/** A running gateway and what a client of it needs. */
export interface GatewayUnderTest {
  process(): GatewayProcess;
  /** A `fetch` that counts its calls and adds a header that must not reach an upstream. */
  readonly fetch: typeof fetch;
  /** How often `fetch` was called in this test. */
  calls(): number;
  /** A key that may spend so much. */
  keyWithQuota(quota: string): Promise<string>;
  /**
   * Says that the one request of this test ended early: what it is charged is estimated, so instead of the
   * bill it is compared with the text that the client has got, and the books start anew.
   */
  expectInterrupted(deliveredText: string): Promise<void>;
  /** The JSON bodies the simulator got in this test. */
  bodies(): Record<string, unknown>[];
}

/** Starts one process for the file, and after every test compares the ledger with the simulator's bill. */
export function useGateway(): GatewayUnderTest {
  let gateway: GatewayProcess | null = null;
  let mark: BooksMark | null = null;
  let calls = 0;
  beforeAll(async () => {
    gateway = await startGatewayProcess();
  });
  afterAll(() => gateway?.close());
  beforeEach(async () => {
    mark = await openBooks(running());
    calls = 0;
  });
  afterEach(async () => {
    if (mark !== null) {
      await expectBooksAgree(running(), mark);
    }
    expect(JSON.stringify(running().simulator.requests())).not.toContain(running().key);
  });

  function running(): GatewayProcess {
    if (gateway === null) {
      throw new Error('the gateway did not start');
    }
    return gateway;
  }

  /** Rows of earlier tests that cost nothing may arrive late, so only those with a use count. */
  async function firstUsed(before: ReadonlySet<string>): Promise<RequestRow | undefined> {
    const rows = await running().requests();
    return rows.find(({ id, usage_source }) => !before.has(id) && usage_source !== 'none');
  }

  return {
    process: running,
    fetch(input, init) {
      calls += 1;
      const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
      headers.set('x-turnpike-test', 'stays-here');
      return fetch(input, { ...init, headers });
    },
    calls: () => calls,
    async keyWithQuota(quota) {
      const name = `quota ${quota} ${crypto.randomUUID()}`;
      const created = await running().manage<{ key: string }>('POST', '/keys', {
        name,
        quota,
        group: 'default',
      });
      expect(created).toMatchObject({ status: 201, body: { key: expect.any(String) } });
      return created.body.key;
    },
    async expectInterrupted(deliveredText) {
      const before = mark?.requestIds ?? new Set();
      let row: RequestRow | undefined;
      await expect
        .poll(
          async () => {
            row = await firstUsed(before);
            return row;
          },
          { timeout: 5000 },
        )
        .toMatchObject({ usage_source: 'estimated' });
      expect(row?.usage.output_tokens).toBeGreaterThanOrEqual(tokensOf(deliveredText));
      expect(Number(row?.charge.amount)).toBeGreaterThan(0);
      expect(await running().wallet()).toMatchObject({ held: '0' });
      mark = await openBooks(running());
    },
    bodies: () =>
      running()
        .simulator.requests()
        .map(({ body }) => JSON.parse(body ?? 'null')),
  };
}
