import type { JsonObject } from '../../dialects/index.ts';

/**
 * What one WebSocket remembers: its latest response with everything before it, so that the next request can
 * continue it although nothing is stored (developers.openai.com, WebSocket mode).
 */
export interface ConnectionMemory {
  /** Everything that was said up to and with this response; null when it is not the latest. */
  itemsOf(id: string): readonly JsonObject[] | null;
  /** Puts this response in the place of the former one. */
  remember(id: string, items: readonly JsonObject[]): void;
  forget(): void;
}

/** What all connections may remember together. */
export interface MemoryBudget {
  /** Takes so many bytes; false, and nothing is taken, when they are not there. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/** Conversations over this are sent whole by their clients. */
const MOST_BYTES = 32 * 1024 * 1024;

/** A budget of so many bytes. */
export function createMemoryBudget(mostBytes: number): MemoryBudget {
  let taken = 0;
  return {
    take(bytes) {
      if (taken + bytes > mostBytes) {
        return false;
      }
      taken += bytes;
      return true;
    },
    give(bytes) {
      taken -= bytes;
    },
  };
}

/** The memory of one connection. What does not fit is not remembered, and the client says it again. */
export function createConnectionMemory(budget: MemoryBudget): ConnectionMemory {
  let latest: { readonly id: string; readonly items: readonly JsonObject[]; readonly bytes: number } | null =
    null;

  function forget(): void {
    budget.give(latest?.bytes ?? 0);
    latest = null;
  }

  return {
    itemsOf: (id) => (latest?.id === id ? latest.items : null),
    remember(id, items) {
      forget();
      const bytes = Buffer.byteLength(JSON.stringify(items));
      if (bytes <= MOST_BYTES && budget.take(bytes)) {
        latest = { id, items, bytes };
      }
    },
    forget,
  };
}
