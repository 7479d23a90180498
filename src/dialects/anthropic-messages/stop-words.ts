import type { CanonicalRequest } from '../../canonical/index.ts';

/**
 * The stop sequences of white space alone, such as the end of a line. The API refuses them, so the answer is
 * cut here.
 */
export function blankStops({ stopSequences }: CanonicalRequest): readonly string[] {
  return stopSequences.filter((sequence) => sequence.trim() === '');
}

/** The stop sequences that the API takes. */
export function takenStops({ stopSequences }: CanonicalRequest): readonly string[] {
  return stopSequences.filter((sequence) => sequence.trim() !== '');
}
