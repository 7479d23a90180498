import type { StoredResponses } from './service.ts';

/** Removes responses whose time is over, from its start until it is stopped. */
export interface Retention {
  start(): void;
  /** Resolves when nothing is being removed any more. */
  stop(): Promise<void>;
}

/** What the job works with. */
export interface RetentionOptions {
  readonly responses: Pick<StoredResponses, 'removeExpired'>;
  readonly intervalMs?: number;
  onFailure(error: Error): void;
}

const INTERVAL_MS = 600_000;
/** What one query removes, so that nobody waits long for the database. */
const MOST_AT_ONCE = 500;
/** What one run removes; the rest is the next run's. */
const MOST_BATCHES = 200;

/** The job that keeps the promise of how long responses are kept. */
export function createRetention({
  responses,
  intervalMs = INTERVAL_MS,
  onFailure,
}: RetentionOptions): Retention {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isStopped = false;

  async function removeAll(): Promise<void> {
    for (let batch = 0; batch < MOST_BATCHES && !isStopped; batch += 1) {
      if ((await responses.removeExpired(MOST_AT_ONCE)) < MOST_AT_ONCE) {
        return;
      }
    }
  }

  function run(): void {
    running ??= removeAll()
      .catch((error: unknown) => onFailure(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        running = null;
      });
  }

  return {
    start() {
      run();
      timer = setInterval(run, intervalMs);
      timer.unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer ?? undefined);
      await running;
    },
  };
}
