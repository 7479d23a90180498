import { setImmediate as nextTurn } from 'node:timers/promises';
import { NO_PIECES, NO_USAGE } from '../../canonical/usage.ts';
import type { Clock } from '../../core/clock.ts';
import type { Database } from '../../db/index.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenRecord, RequestRecord } from '../request-record.ts';
import { createBatchWriter } from './batch.ts';
import { isRefusedForGood, keepRejected } from './rejections.ts';

const FLUSH_EVERY_MS = 200;
/** Measured on SQLite: 7.7 µs of CPU a record in batches of 512, 6.0 µs in batches of 2,048. */
const BATCH_RECORDS = 2_048;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 10_000;

/** Moves closed requests from the journal to the database. */
export interface Flusher {
  /**
   * Moves what earlier runs left: closed requests as they are, the others as interrupted. To be awaited
   * before anything is served.
   * @throws the error of the database when it is not to be reached; nothing is lost then.
   */
  replay(): Promise<Replayed>;
  /**
   * Moves everything that is closed by now.
   * @throws the error of the database when a batch fails; what is left stays in the journal.
   */
  flush(): Promise<void>;
  /** Closed requests that are not in the database yet. */
  backlog(): number;
  /** Ends the background work after the batch that is under way. Call `flush` before to leave nothing. */
  stop(): Promise<void>;
}

/** How many requests of earlier runs were found. Those that were stored before are counted too. */
export interface Replayed {
  readonly closed: number;
  readonly interrupted: number;
}

/** What a flusher works with. */
export interface FlusherOptions {
  readonly database: Database;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Where `rejected.jsonl` goes: the directory of the journal. */
  readonly directory: string;
  /** Told of every batch that failed and every record the database refuses for good. */
  readonly onFailure: (error: Error) => void;
  readonly flushEveryMs?: number;
  readonly batchRecords?: number;
}

/** A flusher that works by itself from now on: when a batch is full, else every `flushEveryMs`. */
export function createFlusher(options: FlusherOptions): Flusher {
  return new BackgroundFlusher(options);
}

class BackgroundFlusher implements Flusher {
  readonly #options: FlusherOptions;
  readonly #flushEveryMs: number;
  readonly #batchRecords: number;
  readonly #write: (records: readonly RequestRecord[]) => Promise<void>;
  readonly #queue: RequestRecord[] = [];
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #retryMs = 0;
  #isStopped = false;

  constructor(options: FlusherOptions) {
    this.#options = options;
    this.#flushEveryMs = options.flushEveryMs ?? FLUSH_EVERY_MS;
    this.#batchRecords = options.batchRecords ?? BATCH_RECORDS;
    this.#write = createBatchWriter(options).write;
    options.journal.onClosed((records) => {
      for (const record of records) {
        this.#queue.push(record);
      }
      this.#schedule();
    });
  }

  async replay(): Promise<Replayed> {
    let closed = 0;
    let interrupted = 0;
    for await (const part of this.#options.journal.recover()) {
      await this.#store(part.closed);
      await this.#store(part.interrupted.map(interruptedRecord));
      closed += part.closed.length;
      interrupted += part.interrupted.length;
    }
    return { closed, interrupted };
  }

  async flush(): Promise<void> {
    await this.#working?.catch(() => undefined);
    this.#cancelTimer();
    try {
      await this.#work();
    } finally {
      this.#schedule();
    }
  }

  backlog(): number {
    return this.#options.journal.backlog();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer();
    await this.#working?.catch(() => undefined);
  }

  #schedule(): void {
    if (this.#isStopped || this.#working !== null || this.#queue.length === 0) {
      return;
    }
    const isFull = this.#queue.length >= this.#batchRecords && this.#retryMs === 0;
    if (isFull) {
      this.#cancelTimer();
      this.#start();
    } else if (this.#timer === null) {
      this.#timer = setTimeout(this.#start, Math.max(this.#retryMs, this.#flushEveryMs));
      this.#timer.unref();
    }
  }

  readonly #start = (): void => {
    this.#timer = null;
    // The failure was reported where it happened, and the records are still in the queue.
    this.#work().catch(() => this.#schedule());
  };

  /**
   * Writes what is closed by now, batch after batch, one at a time, until one fails. What is closed
   * meanwhile waits for its own turn, since many small batches cost more than one.
   */
  async #work(): Promise<void> {
    if (this.#working !== null) {
      await this.#working;
      return;
    }
    this.#working = this.#drain();
    try {
      await this.#working;
    } finally {
      this.#working = null;
    }
    this.#schedule();
  }

  async #drain(): Promise<void> {
    for (let left = this.#queue.length; left > 0; ) {
      const batch = this.#queue.slice(0, Math.min(left, this.#batchRecords));
      try {
        await this.#store(batch);
        this.#retryMs = 0;
      } catch (error) {
        this.#retryMs = Math.min(Math.max(this.#retryMs * 2, FIRST_RETRY_MS), LONGEST_RETRY_MS);
        this.#options.onFailure(new Error('a batch of requests could not be stored', { cause: error }));
        throw error;
      }
      this.#queue.splice(0, batch.length);
      left -= batch.length;
      this.#options.journal.release(batch.length);
      await nextTurn();
    }
  }

  /** One transaction; when the database refuses it for good, one for each record, to find which it is. */
  async #store(records: readonly RequestRecord[]): Promise<void> {
    if (records.length === 0) {
      return;
    }
    try {
      await this.#write(records);
    } catch (error) {
      if (!isRefusedForGood(error)) {
        throw error;
      }
      for (const record of records) {
        await this.#storeAlone(record);
      }
    }
  }

  async #storeAlone(record: RequestRecord): Promise<void> {
    try {
      await this.#write([record]);
    } catch (error) {
      if (!isRefusedForGood(error)) {
        throw error;
      }
      await keepRejected(this.#options.directory, record, error);
      this.#options.onFailure(new Error(`the database refuses request ${record.id}`, { cause: error }));
    }
  }

  #cancelTimer(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
  }
}

/** The request of an opening that has no closing: the process ended while it ran, and nobody was charged. */
function interruptedRecord(open: OpenRecord): RequestRecord {
  return {
    ...open,
    upstreamModel: null,
    route: null,
    state: 'interrupted',
    status: 500,
    errorCode: 'internal_error',
    usage: NO_USAGE,
    pieces: NO_PIECES,
    usageSource: 'none',
    chargeNano: 0,
    uncollectedNano: 0,
    price: null,
    clientGone: false,
    firstByteMs: null,
    totalMs: 0,
    attempts: [],
  };
}
