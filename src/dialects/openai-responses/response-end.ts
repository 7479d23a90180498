import type { Finish, FinishReason, Measured } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readWord } from '../usage-counts.ts';
import { responsesUsage } from './usage.ts';

/** What an answer contained that decides why it ended. */
export interface Contained {
  readonly hasCalls: boolean;
  readonly hasRefusal: boolean;
}

/**
 * Why a response ended. It says so where it was cut; else what it contained does (openai-node,
 * `Response.status`, `Response.IncompleteDetails`).
 */
export function finishOf(response: JsonObject, contained: Contained): Finish {
  return { reason: reasonOf(response, contained), stopSequence: null, explanation: null };
}

function reasonOf(response: JsonObject, { hasCalls, hasRefusal }: Contained): FinishReason {
  const details = isJsonObject(response.incomplete_details) ? response.incomplete_details : {};
  if (response.status === 'incomplete' || details.reason !== undefined) {
    return details.reason === 'content_filter' ? 'content-filter' : 'length';
  }
  return hasCalls ? 'tool-calls' : hasRefusal ? 'refusal' : 'stop';
}

/** What a response used; null where it says nothing that could be billed. */
export function measuredOf(response: JsonObject): Measured | null {
  const { usage } = response;
  return isJsonObject(usage) ? responsesUsage.measure(usage, readWord(response, 'service_tier')) : null;
}
