import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
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
    bodies: () =>
      running()
        .simulator.requests()
        .map(({ body }) => JSON.parse(body ?? 'null')),
  };
}
