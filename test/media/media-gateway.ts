import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type RequestRow, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { mediaConfig } from '../support/media-config.ts';

/** A row with what only media has. */
export interface MediaRow extends RequestRow {
  readonly pieces: readonly object[];
  readonly created_at: string;
}

/** A gateway with models of every kind, and OpenAI's SDK as its client. */
export interface MediaGateway {
  gateway(): TestGateway;
  sdk(): OpenAI;
  /** Asks the gateway with a form. */
  postForm(path: string, fields: Readonly<Record<string, string | Blob>>): Promise<Response>;
  /** The one row of this test, once it is in the database. */
  row(): Promise<MediaRow>;
  /** What the one request of this test was charged, in nano-dollars. */
  chargedNano(): Promise<number>;
}

/** Starts one for the file; every test finds the books of the simulator empty. */
export function useMediaGateway(): MediaGateway {
  let running: TestGateway | null = null;
  let startedAtMs = 0;
  beforeAll(async () => {
    running = await startTestGateway({ config: mediaConfig });
  });
  afterAll(() => running?.close());
  beforeEach(async () => {
    gateway().simulator.reset();
    // The last test's request may have begun in this very millisecond.
    await new Promise((resolve) => setTimeout(resolve, 2));
    startedAtMs = Date.now();
  });

  function gateway(): TestGateway {
    if (running === null) {
      throw new Error('the gateway did not start');
    }
    return running;
  }

  async function row(): Promise<MediaRow> {
    let rows: readonly MediaRow[] = [];
    const newRows = async (): Promise<number> => {
      const listed = await gateway().manage<{ data: MediaRow[] }>('GET', '/requests?limit=20');
      rows = listed.body.data.filter(({ created_at }) => Date.parse(created_at) >= startedAtMs);
      return rows.length;
    };
    await expect.poll(newRows, { timeout: 5_000, interval: 20 }).toBe(1);
    const [only] = rows;
    if (only === undefined) {
      throw new Error('the request left no row');
    }
    return only;
  }

  return {
    gateway,
    sdk: () => new OpenAI({ baseURL: `${gateway().url}/v1`, apiKey: gateway().key, maxRetries: 0 }),
    postForm(path, fields) {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        body.append(name, value);
      }
      return fetch(gateway().url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${gateway().key}` },
        body,
      });
    },
    row,
    chargedNano: async () => Math.round(Number((await row()).charge.amount) * 1e9),
  };
}
