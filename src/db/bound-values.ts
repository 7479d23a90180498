/** What a statement may carry on both engines. */
export type BoundValue = string | number | bigint | boolean | null | Uint8Array;

/** What an engine is given. */
type EngineValue = Exclude<BoundValue, boolean>;

/**
 * Checks the values of a statement before they reach an engine, because each engine forgives something
 * else: SQLite stores a rounded number, `pg` sends `undefined` as NULL. Truth becomes 0 or 1. A list in
 * which nothing has to change is returned as it is, since a batch of requests has two thousand values.
 * @throws {TypeError} for `undefined` and for objects.
 * @throws {RangeError} for a number that is no safe integer, since every numeric column holds integers.
 */
export function checkBoundValues(values: readonly unknown[]): readonly EngineValue[] {
  return arePlain(values) ? values : values.map(checkBoundValue);
}

/** Whether all the values are of the kinds that nearly all values are of. */
function arePlain(values: readonly unknown[]): values is readonly (string | number | null)[] {
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (typeof value !== 'string' && value !== null && !Number.isSafeInteger(value)) {
      return false;
    }
  }
  return true;
}

function checkBoundValue(value: unknown, at: number): EngineValue {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      if (!Number.isSafeInteger(value)) {
        throw new RangeError(`bound value ${at + 1} is not a safe integer: ${value}`);
      }
      return value;
    case 'bigint':
      if (!Number.isSafeInteger(Number(value))) {
        throw new RangeError(`bound value ${at + 1} is not a safe integer: ${value}`);
      }
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      if (value === null || value instanceof Uint8Array) {
        return value;
      }
      throw new TypeError(`bound value ${at + 1} is ${typeof value}, which no column holds`);
  }
}
