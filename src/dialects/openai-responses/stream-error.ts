import type { Refusal } from '../../core/refusal.ts';
import { eventFrame } from '../frame-text.ts';

/** Where in a stream the error stands. */
export interface StreamPlace {
  /** Null when the stream had not named its response yet. */
  readonly responseId: string | null;
  readonly requestId: string;
  readonly sequenceNumber: number;
}

/**
 * `response.failed`, the terminal event clients wait for: Codex takes a stream without one for a broken
 * connection, and reads the code to decide whether to try again.
 */
export function responsesStreamError(refusal: Refusal, place: StreamPlace): Buffer {
  return eventFrame('response.failed', {
    type: 'response.failed',
    sequence_number: place.sequenceNumber,
    response: {
      id: place.responseId ?? `resp_${place.requestId}`,
      object: 'response',
      status: 'failed',
      error: { code: codeOf(refusal), message: refusal.message },
      incomplete_details: null,
      output: [],
      usage: null,
    },
  });
}

/** Codes of `response.error.code` that clients act upon (openai-node, `ResponseError`; Codex). */
function codeOf(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'upstream':
    case 'overloaded':
      return 'server_error';
    case 'rate_limit':
      return 'rate_limit_exceeded';
    case 'billing':
      return 'insufficient_quota';
    default:
      return refusal.code;
  }
}
