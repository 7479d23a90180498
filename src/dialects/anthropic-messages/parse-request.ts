import type { CanonicalRequest } from '../../canonical/index.ts';
import { CannotCarryError, type ParsedRequest } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import {
  type Fields,
  fieldsOf,
  takeFields,
  takeFlag,
  takeInteger,
  takeNumber,
  takeText,
  takeTexts,
} from '../fields.ts';
import { readMessages, readSystem } from './read-messages.ts';
import { readOutputConfig } from './read-output-config.ts';
import { readToolChoice, readTools } from './read-tools.ts';

/**
 * Reads a body of `POST /v1/messages` (anthropic-sdk-typescript, `MessageCreateParams`). Fields of betas
 * that we do not know only tune (`context_management`, `speed`) and are listed as dropped.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for what the middle has no
 *   word for and which changes the meaning.
 */
export function parseMessagesRequest(body: JsonObject): ParsedRequest {
  const fields = fieldsOf(body, '');
  const dropped: string[] = [];
  refuseRegion(fields);
  for (const known of ['model', 'cache_control']) {
    fields.take(known);
  }
  const request: CanonicalRequest = {
    turns: [...readSystem(fields, dropped), ...readMessages(fields, dropped)],
    tools: readTools(fields, dropped),
    ...readToolChoice(fields, dropped),
    ...readOutputConfig(fields, dropped),
    ...readSettings(fields),
    endUser: readEndUser(fields, dropped),
  };
  return { request, dropped: listed([...dropped, ...fields.untaken()]) };
}

/** Where data are worked on is a promise to somebody, and no tuning. */
function refuseRegion(body: Fields): void {
  if (takeText(body, 'inference_geo') !== null) {
    const at = body.pathOf('inference_geo');
    throw new CannotCarryError({ at }, "asks for a region, which this model's provider cannot be told");
  }
}

/** The settings that stand for themselves, and those that only other dialects have. */
function readSettings(body: Fields) {
  return {
    maxOutputTokens: takeInteger(body, 'max_tokens'),
    stopSequences: takeTexts(body, 'stop_sequences'),
    temperature: takeNumber(body, 'temperature'),
    topP: takeNumber(body, 'top_p'),
    topK: takeInteger(body, 'top_k'),
    serviceTier: takeText(body, 'service_tier'),
    isStreaming: takeFlag(body, 'stream') ?? false,
    choices: null,
    frequencyPenalty: null,
    presencePenalty: null,
    seed: null,
    logprobs: null,
    logitBias: null,
    verbosity: null,
    promptCacheKey: null,
    metadata: null,
  };
}

function readEndUser(body: Fields, dropped: string[]): string | null {
  const metadata = takeFields(body, 'metadata');
  const userId = metadata === null ? null : takeText(metadata, 'user_id');
  dropped.push(...(metadata?.untaken() ?? []));
  return userId;
}

/** Paths without the numbers of lists: what stands on each of two hundred tools is listed once. */
function listed(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => path.replaceAll(/\[\d+\]/g, '[]')))];
}
