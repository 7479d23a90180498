import type { Passage } from '../dialects/index.ts';
import type { Bound, Candidate, Offer } from '../routing/index.ts';

/**
 * What remembers a call and its answer beside the pipeline, where a dialect lets its clients come back to
 * an answer (`responses/`).
 */
export interface CallMemory {
  /**
   * The offers that can go on with what the call continues.
   * @throws {Refusal} `previous_response_not_found` when none of them can.
   */
  narrow(offers: readonly Offer[]): readonly Offer[];
  /** The passage of one attempt, with its answer watched on the way to the client. */
  watch(passage: Passage, candidate: Candidate): Passage;
  /** The account that keeps what the call continues; null where any will do. */
  readonly account: Bound | null;
  /** Called when nothing refused the call and it goes to its upstream. */
  begin(): void;
}
