import type { JsonObject } from '../json-shape.ts';

/** A response that may be retrieved, and the items it was made from. */
export type StoredAnswer = { readonly response: object; readonly input: readonly JsonObject[] };

/** Responses as their account sees them. */
export type StoredAnswers = {
  keep(credential: string, id: string, answer: StoredAnswer): void;
  find(credential: string, id: string): StoredAnswer | undefined;
  /** False when there was none. */
  remove(credential: string, id: string): boolean;
  clear(): void;
};

/** Creates a store that keeps the newest `capacity` responses, up to `mostBytes` altogether. */
export function createStoredAnswers(capacity = 2_000, mostBytes = 64 * 1024 * 1024): StoredAnswers {
  const known = new Map<string, { readonly answer: StoredAnswer; readonly bytes: number }>();
  let total = 0;
  function remove(key: string): boolean {
    total -= known.get(key)?.bytes ?? 0;
    return known.delete(key);
  }
  return {
    keep(credential, id, answer) {
      const bytes = JSON.stringify(answer).length;
      known.set(`${credential} ${id}`, { answer, bytes });
      total += bytes;
      for (const oldest of known.keys()) {
        if (known.size <= capacity && total <= mostBytes) return;
        remove(oldest);
      }
    },
    find: (credential, id) => known.get(`${credential} ${id}`)?.answer,
    remove: (credential, id) => remove(`${credential} ${id}`),
    clear() {
      known.clear();
      total = 0;
    },
  };
}
