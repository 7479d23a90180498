/** A map that never holds more than its limit: what was used longest ago goes first. */
export interface BoundedMap<Value> {
  /** The value, which becomes the one used last. */
  get(name: string): Value | undefined;
  /** Sets a value; returns what had to go for it. */
  set(name: string, value: Value): { readonly name: string; readonly value: Value } | undefined;
  delete(name: string): void;
  clear(): void;
  readonly size: number;
}

/** An entry between the one that was used before it and the one that was used after it. */
interface Entry<Value> {
  readonly name: string;
  value: Value;
  earlier: Entry<Value> | null;
  later: Entry<Value> | null;
}

/**
 * An empty map of at most `limit` entries. The order stands in a list of its own and not in the order of
 * a `Map`: taking an entry out of a `Map` and putting it back at the end leaves a gap behind its hash each
 * time, and every later look-up of the same name walks through them (31 µs instead of 1.3 µs for ten keys
 * that are used among 100,000; bench/keys.ts).
 */
export function createBoundedMap<Value>(limit: number): BoundedMap<Value> {
  const entries = new Map<string, Entry<Value>>();
  let oldest: Entry<Value> | null = null;
  let newest: Entry<Value> | null = null;

  function append(entry: Entry<Value>): void {
    entry.earlier = newest;
    entry.later = null;
    if (newest === null) {
      oldest = entry;
    } else {
      newest.later = entry;
    }
    newest = entry;
  }

  function takeOut({ earlier, later }: Entry<Value>): void {
    if (earlier === null) {
      oldest = later;
    } else {
      earlier.later = later;
    }
    if (later === null) {
      newest = earlier;
    } else {
      later.earlier = earlier;
    }
  }

  function use(entry: Entry<Value>): void {
    if (entry !== newest) {
      takeOut(entry);
      append(entry);
    }
  }

  function remove(entry: Entry<Value>): Entry<Value> {
    takeOut(entry);
    entries.delete(entry.name);
    return entry;
  }

  return {
    get(name) {
      const entry = entries.get(name);
      if (entry !== undefined) {
        use(entry);
      }
      return entry?.value;
    },
    set(name, value) {
      const known = entries.get(name);
      if (known !== undefined) {
        known.value = value;
        use(known);
        return undefined;
      }
      const entry = { name, value, earlier: null, later: null };
      entries.set(name, entry);
      append(entry);
      return entries.size > limit && oldest !== null ? remove(oldest) : undefined;
    },
    delete(name) {
      const entry = entries.get(name);
      if (entry !== undefined) {
        remove(entry);
      }
    },
    clear() {
      entries.clear();
      oldest = null;
      newest = null;
    },
    get size() {
      return entries.size;
    },
  };
}
