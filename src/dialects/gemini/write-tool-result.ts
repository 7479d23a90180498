import type { ToolResultPart } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isGemini3OrLater } from './model-family.ts';
import { writeDocument, writeMedia } from './write-media.ts';

/** What writing a result needs to know of the request around it. */
export interface ResultSurroundings {
  readonly dialect: string;
  readonly model: string;
  /** The names of the calls before it, by their ids. */
  readonly callNames: ReadonlyMap<string, string>;
}

/**
 * Writes a result as `functionResponse`, whose `name` is required and whose `response` must be an object.
 * Media stand inside it from Gemini 3 on (ai.google.dev/gemini-api/docs/function-calling), beside it before.
 * @throws {CannotCarryError} when nothing says which tool gave it, or for files of somebody else.
 */
export function writeToolResult(
  result: ToolResultPart,
  surroundings: ResultSurroundings,
): readonly JsonObject[] {
  const { dialect, model, callNames } = surroundings;
  const name = callNames.get(result.callId) ?? result.name;
  if (name === null) {
    throw new CannotCarryError(
      { at: result.at },
      `answers the call ${result.callId}, which is not in the conversation`,
    );
  }
  const texts: string[] = [];
  const media: JsonObject[] = [];
  for (const part of result.content) {
    if (part.type === 'text') {
      texts.push(part.text);
    } else if (part.type === 'image') {
      media.push(writeMedia(part.source, part.at, dialect));
    } else if (part.source.type === 'text') {
      texts.push(part.source.text);
    } else {
      media.push(writeDocument(part, dialect));
    }
  }
  const response = { [result.isError ? 'error' : 'result']: texts.join('\n') };
  const isInside = media.length > 0 && isGemini3OrLater(model);
  const functionResponse = { id: result.callId, name, response, ...(isInside ? { parts: media } : {}) };
  return isInside ? [{ functionResponse }] : [{ functionResponse }, ...media];
}
