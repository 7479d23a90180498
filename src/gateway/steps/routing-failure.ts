import { type Failure, failureOfConnection, failureOfEvent } from '../../routing/index.ts';

/** What a delivery says to routing. */
export interface Verdict {
  /** What went wrong upstream; null where nothing did. */
  readonly failure: Failure | null;
  /** Whether the client has got none of it, so that another attempt can take its place. */
  readonly isUnseen: boolean;
}

/** Nothing went wrong, or nothing that an upstream is to blame for. */
export const NO_FAILURE: Verdict = { failure: null, isUnseen: false };

/** The answer never came, or broke off before the client got any of it. */
export function unseenFailure(code: string): Verdict {
  return { failure: failureOfConnection(code), isUnseen: true };
}

/** An error in a frame of a stream, or in an answer that says it went well. */
export function failureInBytes(bytes: Buffer, nowMs: number): Failure {
  const text = bytes.toString('utf8');
  return failureOfEvent(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1), nowMs);
}
