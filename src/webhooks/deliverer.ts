import { type Claim, claimDue, takeOverDeliveries } from './claim-store.ts';
import { type DeliverDeps, deliver } from './deliver.ts';

/** Tells receivers what is in the outbox, from its start until it is stopped. */
export interface Deliverer {
  start(): void;
  /**
   * Takes over what other processes were delivering; before `start`, by a process that knows that there is no
   * other one, so that nobody waits for the leases of the dead.
   */
  takeOver(): Promise<void>;
  /** Takes nothing new, and resolves when what runs is over. */
  stop(): Promise<void>;
  /** Delivers what is due now; for tests. Resolves when nothing is due and nothing runs. */
  runDue(): Promise<void>;
}

/** What a deliverer works with. */
export interface DelivererOptions extends DeliverDeps {
  /** Told of a database that does not answer and of a delivery that could not be written down. */
  readonly onFailure: (error: unknown) => void;
  /** Requests at once to one receiver; a dead one holds no more than these. */
  readonly perReceiver?: number;
}

const LOOK_EVERY_MS = 1_000;
/** Longer than a request may take, so that a delivery is not made twice while its process lives. */
const LEASE_MS = 60_000;
const MOST_AT_ONCE = 256;
const PER_RECEIVER = 4;

/** A deliverer of one process; any number of them may work on one database. */
export function createDeliverer(options: DelivererOptions): Deliverer {
  return new LeasingDeliverer(options);
}

class LeasingDeliverer implements Deliverer {
  readonly #options: DelivererOptions;
  readonly #running = new Set<Promise<void>>();
  readonly #byReceiver = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<number> | null = null;
  #isStopped = false;

  constructor(options: DelivererOptions) {
    this.#options = options;
  }

  takeOver(): Promise<void> {
    return takeOverDeliveries(this.#options.database.db);
  }

  start(): void {
    this.#timer = setInterval(() => this.#lookAgain(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer ?? undefined);
    await this.#looking?.catch(() => undefined);
    await Promise.all(this.#running);
  }

  async runDue(): Promise<void> {
    while ((await this.#look()) > 0 || this.#running.size > 0) {
      await Promise.all(this.#running);
    }
  }

  #lookAgain(): void {
    if (!this.#isStopped) {
      this.#look().catch((error: unknown) => this.#options.onFailure(error));
    }
  }

  /** One look at a time, so that no receiver gets the places of two. */
  #look(): Promise<number> {
    this.#looking ??= this.#take().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #take(): Promise<number> {
    const { database, clock, perReceiver = PER_RECEIVER } = this.#options;
    const limit = MOST_AT_ONCE - this.#running.size;
    if (limit <= 0) {
      return 0;
    }
    const nowMs = clock.nowMs();
    const bounds = { nowMs, leasedUntilMs: nowMs + LEASE_MS, limit, perReceiver };
    const claims = await claimDue(database, { ...bounds, running: this.#byReceiver });
    for (const claim of claims) {
      this.#run(claim);
    }
    return claims.length;
  }

  #run(claim: Claim): void {
    const { receiver } = claim;
    this.#byReceiver.set(receiver, (this.#byReceiver.get(receiver) ?? 0) + 1);
    // What could not be written down is taken again once its lease is over.
    const running = deliver(claim, this.#options)
      .catch((error: unknown) => this.#options.onFailure(error))
      .finally(() => {
        this.#running.delete(running);
        this.#free(receiver);
        // The place may be waited for, and the next event of a task may go now.
        this.#lookAgain();
      });
    this.#running.add(running);
  }

  #free(receiver: string): void {
    const left = (this.#byReceiver.get(receiver) ?? 1) - 1;
    if (left === 0) {
      this.#byReceiver.delete(receiver);
    } else {
      this.#byReceiver.set(receiver, left);
    }
  }
}
