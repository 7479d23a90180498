/** A list that keeps its newest entries alone. */
export type Ring<T> = {
  /** Adds an entry; returns the one that had to go. */
  push(entry: T): T | undefined;
  /** The entries, oldest first. */
  list(): T[];
  clear(): void;
};

/** Creates an empty ring for `capacity` entries. */
export function createRing<T>(capacity: number): Ring<T> {
  let slots: T[] = [];
  let next = 0;
  return {
    push(entry) {
      const gone = slots[next];
      slots[next] = entry;
      next = (next + 1) % capacity;
      return gone;
    },
    list: () => (slots.length < capacity ? slots.slice() : [...slots.slice(next), ...slots.slice(0, next)]),
    clear() {
      slots = [];
      next = 0;
    },
  };
}
