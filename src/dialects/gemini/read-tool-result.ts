import type { DocumentPart, ImagePart, TextPart, ToolResultPart } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { type Fields, requireText, takeFields, takeList, takeObject, takeText } from '../fields.ts';
import { readFileData, readInlineData } from './read-media.ts';
import type { PartSurroundings } from './read-parts.ts';

/** Members of a response that alone are the whole of it, as Google documents and as its clients write them. */
const OUTPUT_KEYS = ['output', 'result'];

/**
 * Reads `functionResponse` (ai.google.dev/api/caching#FunctionResponse).
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for media other than pictures
 *   and documents.
 */
export function readToolResult(part: Fields, surroundings: PartSurroundings): ToolResultPart | null {
  const response = takeFields(part, 'functionResponse');
  if (response === null) {
    return null;
  }
  const name = requireText(response, 'name');
  const id = takeText(response, 'id');
  const { text, isError } = readResponse(takeObject(response, 'response') ?? {});
  const media = takeList(response, 'parts').map((entry) => readMedia(entry, surroundings));
  surroundings.dropped.push(...response.untaken(), ...part.untaken());
  const said: TextPart = {
    type: 'text',
    at: part.path,
    text,
    cacheMark: null,
    citations: [],
    signature: null,
  };
  return {
    type: 'tool-result',
    at: part.path,
    callId: id === null || id === '' ? surroundings.idFor(part, name) : id,
    name,
    content: text === '' && media.length > 0 ? media : [said, ...media],
    isError,
    cacheMark: null,
  };
}

/** A response that says one thing is that thing; any other is its JSON. */
function readResponse(response: JsonObject): { readonly text: string; readonly isError: boolean } {
  const keys = Object.keys(response);
  const [key] = keys;
  if (keys.length !== 1 || key === undefined) {
    return { text: keys.length === 0 ? '' : JSON.stringify(response), isError: false };
  }
  const isError = key === 'error';
  const value = response[key];
  if (!isError && !OUTPUT_KEYS.includes(key)) {
    return { text: JSON.stringify(response), isError };
  }
  return { text: typeof value === 'string' ? value : JSON.stringify(value), isError };
}

function readMedia(entry: Fields, { dialect }: PartSurroundings): ImagePart | DocumentPart {
  const inline = takeFields(entry, 'inlineData');
  const file = takeFields(entry, 'fileData');
  const media =
    inline !== null
      ? readInlineData(inline, entry.path, null)
      : file === null
        ? null
        : readFileData(file, entry.path, dialect);
  if (media === null || media.type === 'audio') {
    const at = entry.path;
    throw new CannotCarryError({ at }, 'is neither a picture nor a document, which is all a tool may give');
  }
  return media;
}
