import { setTimeout as delay } from 'node:timers/promises';
import type { StoredResponse } from './stored-response.ts';

/** A response on its way into the database, with the JSON of what will be sealed of it. */
export interface Waiting {
  readonly response: StoredResponse;
  readonly content: string | null;
}

/** Responses on their way into the database: found at once, written soon after. */
export interface WriteBehind {
  /** Takes a response, in the place of an older state of the same one. */
  put(entry: Waiting): void;
  get(key: string): StoredResponse | undefined;
  /** Forgets a response. When this resolves it is either written, and can be deleted, or never will be. */
  drop(key: string): Promise<void>;
  /** Resolves when everything that was put until now is written. */
  written(): Promise<void>;
  /** Gives up on what could not be written. */
  stop(): void;
}

/** What writing needs. */
export interface WriteBehindOptions {
  /** Writes all of these, or none. No two are of one response. */
  write(entries: readonly Waiting[]): Promise<void>;
  onFailure(error: Error): void;
}

const MOST_ROWS_AT_ONCE = 200;
/** What may wait while the database does not answer; what comes after is not kept. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
const RETRY_MS = 1_000;
/** A response without content is a row of ids. */
const ROW_BYTES = 500;

/** By what a response is told apart. */
export function keyOf({ projectId, id }: Pick<StoredResponse, 'projectId' | 'id'>): string {
  return `${projectId} ${id}`;
}

/**
 * Clients do not wait for the database to remember what they got. What a process had not written when it was
 * killed is not found again, and a client that asks for it is told so.
 */
export function createWriteBehind({ write, onFailure }: WriteBehindOptions): WriteBehind {
  const waiting = new Map<string, Waiting>();
  let bytes = 0;
  let batchIsWritten: Promise<void> = Promise.resolve();
  let isWriting = false;
  let isStopped = false;

  function remove(key: string): void {
    const known = waiting.get(key);
    if (known !== undefined) {
      waiting.delete(key);
      bytes -= sizeOf(known);
    }
  }

  async function writeBatch(): Promise<void> {
    const batch = [...waiting].slice(0, MOST_ROWS_AT_ONCE);
    try {
      await write(batch.map(([, entry]) => entry));
    } catch (error) {
      onFailure(error instanceof Error ? error : new Error(String(error)));
      await delay(RETRY_MS, undefined, { ref: false });
      return;
    }
    for (const [key, entry] of batch) {
      // A newer state may have come meanwhile.
      if (waiting.get(key) === entry) {
        remove(key);
      }
    }
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.size > 0 && !isStopped) {
      batchIsWritten = writeBatch();
      await batchIsWritten;
    }
    isWriting = false;
  }

  return {
    put(entry) {
      const size = sizeOf(entry);
      if (bytes + size > MOST_WAITING_BYTES) {
        onFailure(new Error('the database is too slow: a response was not kept'));
        return;
      }
      const key = keyOf(entry.response);
      remove(key);
      waiting.set(key, entry);
      bytes += size;
      if (!isWriting) {
        void writeAll();
      }
    },
    get: (key) => waiting.get(key)?.response,
    async drop(key) {
      remove(key);
      await batchIsWritten;
    },
    async written() {
      const awaited = [...waiting];
      while (!isStopped && awaited.some(([key, entry]) => waiting.get(key) === entry)) {
        await batchIsWritten;
      }
    },
    stop() {
      isStopped = true;
    },
  };
}

function sizeOf({ content }: Waiting): number {
  return ROW_BYTES + (content?.length ?? 0);
}
