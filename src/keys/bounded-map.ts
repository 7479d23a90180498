/** A map that never holds more than its limit: what was used longest ago goes first. */
export interface BoundedMap<Value> {
  /** The value, which becomes the one used last. */
  get(name: string): Value | undefined;
  /** Sets a value; returns what had to go for it. */
  set(name: string, value: Value): Value | undefined;
  delete(name: string): void;
  clear(): void;
  readonly size: number;
}

/** An empty map of at most `limit` entries. It leans on the order in which a `Map` keeps its entries. */
export function createBoundedMap<Value>(limit: number): BoundedMap<Value> {
  const entries = new Map<string, Value>();
  return {
    get(name) {
      const value = entries.get(name);
      if (value !== undefined) {
        entries.delete(name);
        entries.set(name, value);
      }
      return value;
    },
    set(name, value) {
      entries.delete(name);
      entries.set(name, value);
      return entries.size > limit ? dropOldest(entries) : undefined;
    },
    delete: (name) => {
      entries.delete(name);
    },
    clear: () => entries.clear(),
    get size() {
      return entries.size;
    },
  };
}

function dropOldest<Value>(entries: Map<string, Value>): Value | undefined {
  for (const [name, value] of entries) {
    entries.delete(name);
    return value;
  }
  return undefined;
}
