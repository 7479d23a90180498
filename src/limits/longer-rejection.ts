import type { Rejection } from './admissions.ts';

/** The one of two that lasts longer, the first if both last as long. No time at all is the longest. */
export function longerOf(first: Rejection | null, second: Rejection | null): Rejection | null {
  if (first === null || second === null) {
    return first ?? second;
  }
  return lengthS(second) > lengthS(first) ? second : first;
}

function lengthS({ retryAfterS }: Rejection): number {
  return retryAfterS ?? Number.POSITIVE_INFINITY;
}
