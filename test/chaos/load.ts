import { type Asked, drawAsked } from './asked.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What the client saw of one request. */
export interface Seen {
  readonly asked: Asked;
  /** From `x-request-id`; null when no head of an answer came. */
  readonly id: string | null;
  readonly status: number | null;
  /** Whether everything arrived, the frame that ends a stream included. */
  readonly isComplete: boolean;
  /** The answer as far as it came. */
  readonly text: string;
}

/** What a load is made of. */
export interface LoadOptions {
  readonly url: string;
  readonly keys: readonly [string, ...string[]];
  readonly random: SeededRandom;
  /** How many requests are under way at the same time. */
  readonly width: number;
}

/** A load that goes on until it is told to stop. */
export interface Load {
  /** No new requests. Resolves with what was seen of all of them when the last one is over. */
  stop(): Promise<readonly Seen[]>;
}

/** One of so many requests is given up by its client. */
const ABORT_ONE_IN = 6;
const LATEST_ABORT_MS = 150;

/** Starts sending. A request that fails because the gateway is gone ends its sender. */
export function startLoad({ url, keys, random, width }: LoadOptions): Load {
  const seen: Seen[] = [];
  let isStopped = false;

  async function sendAll(): Promise<void> {
    while (!isStopped) {
      const abortAfterMs = random.between(1, ABORT_ONE_IN) === 1 ? random.between(0, LATEST_ABORT_MS) : null;
      const one = await sendOne(url, drawAsked(random, keys), abortAfterMs);
      seen.push(one);
      if (one.id === null && abortAfterMs === null) {
        return;
      }
    }
  }

  const senders = Array.from({ length: width }, sendAll);
  return {
    async stop() {
      isStopped = true;
      await Promise.all(senders);
      return seen;
    },
  };
}

async function sendOne(url: string, asked: Asked, abortAfterMs: number | null): Promise<Seen> {
  const abort = new AbortController();
  const timer = abortAfterMs === null ? null : setTimeout(() => abort.abort(), abortAfterMs);
  let id: string | null = null;
  let status: number | null = null;
  let text = '';
  let hasEnded = false;
  try {
    const response = await fetch(url + asked.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asked.headers },
      body: JSON.stringify(asked.body),
      signal: abort.signal,
    });
    id = response.headers.get('x-request-id');
    status = response.status;
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
    }
    hasEnded = true;
  } catch {
    // The client left or the gateway was killed; what came until then is what was seen.
  } finally {
    clearTimeout(timer ?? undefined);
  }
  const isComplete = asked.lastFrame === null ? hasEnded : asked.lastFrame.test(text);
  return { asked, id, status, isComplete: isComplete && status === 200, text };
}
