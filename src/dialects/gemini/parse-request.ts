import type { ParsedRequest } from '../codec.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { type Fields, fieldsOf, takeText } from '../fields.ts';
import { readContents, readSystem } from './read-contents.ts';
import { readGenerationConfig } from './read-generation-config.ts';
import { readToolChoice, readTools } from './read-tools.ts';

/**
 * Reads a body of `generateContent`. Whether the answer is streamed stands in the path, not in the body:
 * `isStreaming` is false until the caller, who knows the operation, says otherwise.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for what the middle has no
 *   word for and which changes the meaning.
 */
export function parseGeminiRequest(body: JsonObject, dialect: string): ParsedRequest {
  const fields = fieldsOf(body, '');
  const dropped: string[] = [];
  refuseCachedContent(fields);
  // The model of the path counts; a body may repeat it.
  fields.take('model');
  const system = readSystem(fields, { dialect, dropped, idFor: () => '' });
  const turns = [...system, ...readContents(fields, dialect, dropped)];
  const request = {
    turns,
    tools: readTools(fields, dropped),
    toolChoice: readToolChoice(fields, dropped),
    parallelTools: null,
    ...readGenerationConfig(fields, dropped),
    logitBias: null,
    verbosity: null,
    serviceTier: takeText(fields, 'serviceTier'),
    endUser: null,
    promptCacheKey: null,
    metadata: null,
    isStreaming: false,
  };
  return { request, dropped: [...dropped, ...fields.untaken()] };
}

function refuseCachedContent(body: Fields): void {
  if (takeText(body, 'cachedContent') !== null) {
    const at = body.pathOf('cachedContent');
    throw new CannotCarryError({ at }, "is kept at Google, which this model's provider cannot read");
  }
}
