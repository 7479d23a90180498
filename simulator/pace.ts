import { asObject } from './json-shape.ts';

/** How fast and in how many pieces answers come. */
export type Pace = {
  /** Milliseconds before the first byte of an answer. */
  first_chunk_ms: number;
  /** Milliseconds between two pieces of content. */
  chunk_ms: number;
  /** Pieces of content in a stream; fewer when the answer has fewer tokens. */
  chunks: number;
  /** Tokens of an answer whose prompt does not say how long it shall be. */
  answer_tokens: number;
};

/** The pace at start: no waiting, 12 pieces, 48 tokens. */
export const DEFAULT_PACE: Readonly<Pace> = Object.freeze({
  first_chunk_ms: 0,
  chunk_ms: 0,
  chunks: 12,
  answer_tokens: 48,
});

/** Largest value of each setting; the times end within an hour so that a timer cannot overflow. */
const LIMITS: Readonly<Pace> = {
  first_chunk_ms: 3_600_000,
  chunk_ms: 3_600_000,
  chunks: 1_000_000,
  answer_tokens: 10_000_000,
};

/** Reads the body of the pace control. Returns what is wrong as a sentence when it cannot be read. */
export function parsePace(value: unknown): Partial<Pace> | string {
  const fields = asObject(value);
  if (fields === undefined) return 'the body must be a JSON object';
  const pace: Partial<Pace> = {};
  for (const [name, setting] of Object.entries(fields)) {
    if (!isPaceField(name)) return `${name} is unknown; known are ${Object.keys(DEFAULT_PACE).join(', ')}`;
    const least = name.endsWith('_ms') ? 0 : 1;
    if (typeof setting !== 'number' || !Number.isInteger(setting)) return `${name} must be a whole number`;
    if (setting < least || setting > LIMITS[name]) {
      return `${name} must be between ${least} and ${LIMITS[name]}`;
    }
    pace[name] = setting;
  }
  return pace;
}

function isPaceField(name: string): name is keyof Pace {
  return Object.hasOwn(DEFAULT_PACE, name);
}
