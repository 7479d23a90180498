import type { Charge, Generated } from './platform.ts';
import { createRing } from './ring.ts';
import { addMedia, addTokens, type Media, noMedia, noTokens, type Tokens } from './tokens.ts';

/** What one request cost. It grows while the answer is generated. */
export type BillEntry = {
  /** The `x-request-id` the simulator answered with. */
  readonly request_id: string;
  readonly credential: string;
  readonly model: string;
  /** Which endpoint served it, such as `chat` or `messages`. */
  readonly kind: string;
  readonly tokens: Tokens;
  readonly media: Media;
  /** True when the whole answer was written; false while it runs and when it was cut. */
  completed: boolean;
  /** True when the client went away or a fault cut the answer. */
  cut: boolean;
  /** When the work began, in milliseconds since 1970. */
  readonly at_ms: number;
};

/** Sums over requests. A request that still runs is in `requests` and in neither of the other counts. */
export type BillSum = { requests: number; completed: number; cut: number; tokens: Tokens; media: Media };

/** The bill of one credential. */
export type CredentialBill = BillSum & { models: Record<string, BillSum> };

/** What the simulator would charge, per credential as it was sent, and per model. */
export type Bill = { credentials: Record<string, CredentialBill>; total: BillSum };

/** The books of the simulator. */
export type Books = {
  /** Starts the charge of a request with its prompt. */
  open(requestId: string, credential: string, charge: Charge, atMs: number): RunningCharge;
  bill(): Bill;
  /** The newest 100,000 requests, oldest first. */
  entries(): BillEntry[];
  clear(): void;
};

/** How many requests are kept one by one. The sums know all of them. */
const MOST_ENTRIES = 100_000;

/** The charge of one request from its prompt to its end. */
export class RunningCharge {
  readonly #entry: BillEntry;
  readonly #sum: BillSum;

  constructor(entry: BillEntry, sum: BillSum) {
    this.#entry = entry;
    this.#sum = sum;
    sum.requests++;
    addTokens(sum.tokens, entry.tokens);
    addMedia(sum.media, entry.media);
  }

  /** Adds what was generated. */
  add(generated: Generated): void {
    for (const tokens of [this.#entry.tokens, this.#sum.tokens]) {
      tokens.output += generated.output;
      tokens.reasoning += generated.reasoning;
      tokens.audio_output += generated.audioOutput;
      tokens.image_output += generated.imageOutput ?? 0;
    }
  }

  /** The whole answer was handed over. */
  complete(): void {
    if (this.#entry.completed || this.#entry.cut) return;
    this.#entry.completed = true;
    this.#sum.completed++;
  }

  /** The answer ended early. Has the last word over `complete`, and counts once. */
  cut(): void {
    if (this.#entry.cut) return;
    if (this.#entry.completed) this.#sum.completed--;
    this.#entry.completed = false;
    this.#entry.cut = true;
    this.#sum.cut++;
  }
}

/** Creates empty books. */
export function createBooks(): Books {
  const entries = createRing<BillEntry>(MOST_ENTRIES);
  const sums = new Map<string, Map<string, BillSum>>();
  return {
    open(requestId, credential, { kind, model, prompt, media }, atMs) {
      const entry: BillEntry = {
        request_id: requestId,
        credential,
        model,
        kind,
        tokens: { ...prompt },
        media: { ...noMedia(), ...media },
        completed: false,
        cut: false,
        at_ms: atMs,
      };
      entries.push(entry);
      return new RunningCharge(entry, sumFor(sums, credential, model));
    },
    bill: () => billOf(sums),
    entries: () => entries.list(),
    clear() {
      entries.clear();
      sums.clear();
    },
  };
}

function sumFor(sums: Map<string, Map<string, BillSum>>, credential: string, model: string): BillSum {
  let models = sums.get(credential);
  if (models === undefined) {
    models = new Map();
    sums.set(credential, models);
  }
  let sum = models.get(model);
  if (sum === undefined) {
    sum = emptySum();
    models.set(model, sum);
  }
  return sum;
}

function billOf(sums: ReadonlyMap<string, ReadonlyMap<string, BillSum>>): Bill {
  const total = emptySum();
  const credentials: [string, CredentialBill][] = [];
  for (const [credential, models] of sums) {
    const own = emptySum();
    for (const sum of models.values()) addSum(own, sum);
    addSum(total, own);
    credentials.push([credential, { ...own, models: Object.fromEntries(structuredClone(models)) }]);
  }
  return { credentials: Object.fromEntries(credentials), total };
}

function emptySum(): BillSum {
  return { requests: 0, completed: 0, cut: 0, tokens: noTokens(), media: noMedia() };
}

function addSum(total: BillSum, more: BillSum): void {
  total.requests += more.requests;
  total.completed += more.completed;
  total.cut += more.cut;
  addTokens(total.tokens, more.tokens);
  addMedia(total.media, more.media);
}
