import { CannotCarryError, type ParsedRequest } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { type Fields, fieldsOf, takeFields, takeFlag, takeTexts } from '../fields.ts';
import { readMessages } from './read-messages.ts';
import { readSettings } from './read-settings.ts';
import { readToolChoice, readTools, usesLegacyFunctions } from './read-tools.ts';

/** What asks for an answer that no other dialect could give. */
const REFUSED: Readonly<Record<string, string>> = {
  audio: 'asks for a sound, which this model cannot make',
  web_search_options: 'asks for a web search by OpenAI, which this model cannot do',
  moderation: 'asks for moderation by OpenAI, which this model does not have',
};

/**
 * Reads a Chat Completions request.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for what the middle has no
 *   word for and which changes the meaning.
 */
export function parseChatRequest(body: JsonObject): ParsedRequest {
  const fields = fieldsOf(body, '');
  const dropped: string[] = [];
  refuseUncarried(fields);
  fields.take('model');
  takeStreamOptions(fields, dropped);
  const tools = readTools(fields, dropped);
  const parallelTools = takeFlag(fields, 'parallel_tool_calls');
  const request = {
    turns: readMessages(fields, dropped),
    tools,
    toolChoice: readToolChoice(fields),
    // `function_call` has room for one call alone.
    parallelTools: usesLegacyFunctions({ tools }) ? false : parallelTools,
    ...readSettings(fields, dropped),
  };
  // `false` asks for nothing; a stored answer could be read from OpenAI alone.
  if (takeFlag(fields, 'store') === true) {
    dropped.push('store');
  }
  return { request, dropped: [...dropped, ...fields.untaken()] };
}

function refuseUncarried(body: Fields): void {
  for (const [at, reason] of Object.entries(REFUSED)) {
    if (body.take(at) !== undefined) {
      throw new CannotCarryError({ at }, reason);
    }
  }
  const unknown = takeTexts(body, 'modalities').find((modality) => modality !== 'text');
  if (unknown !== undefined) {
    throw new CannotCarryError({ at: 'modalities' }, `asks for ${unknown}, which this model cannot make`);
  }
}

/** `include_usage` was read with the facts; obfuscation is padding that a translated stream never has. */
function takeStreamOptions(body: Fields, dropped: string[]): void {
  const options = takeFields(body, 'stream_options');
  options?.take('include_usage');
  options?.take('include_obfuscation');
  dropped.push(...(options?.untaken() ?? []));
}
