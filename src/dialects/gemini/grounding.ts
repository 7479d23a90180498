import type { Citation } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readCount, readDetails, readWord } from '../usage-counts.ts';

/**
 * What a candidate rests on: `groundingMetadata` says which chunks support which stretch of its text,
 * `citationMetadata` where it repeats a source (js-genai, `Candidate`). Places are counted in UTF-8 bytes of
 * the part there and in UTF-16 units here.
 */
export function citationsOf(candidate: JsonObject, text: string): readonly Citation[] {
  const grounding = readDetails(candidate, 'groundingMetadata');
  const chunks = objectsIn(grounding, 'groundingChunks');
  const supported = objectsIn(grounding, 'groundingSupports').flatMap((support) => {
    const place = placeOf(readDetails(support, 'segment'), text);
    const indices = Array.isArray(support.groundingChunkIndices) ? support.groundingChunkIndices : [];
    return indices.flatMap((index: unknown) => {
      const chunk = typeof index === 'number' ? chunks[index] : undefined;
      return chunk === undefined ? [] : [{ ...sourceOf(chunk), ...place }];
    });
  });
  const metadata = readDetails(candidate, 'citationMetadata');
  const repeated = [...objectsIn(metadata, 'citations'), ...objectsIn(metadata, 'citationSources')];
  return [
    ...supported,
    ...repeated.map((source) => ({
      url: readWord(source, 'uri'),
      title: readWord(source, 'title'),
      citedText: null,
      ...placeOf(source, text),
    })),
  ];
}

/** Citations of the parts of an answer as `groundingMetadata`; empty when there are none. */
export function groundingWords(
  cited: readonly { readonly citation: Citation; readonly part: number; readonly text: string }[],
): JsonObject {
  if (cited.length === 0) {
    return {};
  }
  return {
    groundingMetadata: {
      groundingChunks: cited.map(({ citation }) => chunkWords(citation)),
      groundingSupports: cited.map(({ citation, part, text }, index) => ({
        segment: segmentWords(citation, part, text),
        groundingChunkIndices: [index],
      })),
    },
  };
}

function sourceOf(chunk: JsonObject): Pick<Citation, 'url' | 'title' | 'citedText'> {
  const web = readDetails(chunk, 'web');
  const context = readDetails(chunk, 'retrievedContext');
  return {
    url: readWord(web, 'uri') ?? readWord(context, 'uri'),
    title: readWord(web, 'title') ?? readWord(context, 'title'),
    citedText: readWord(context, 'text'),
  };
}

/** A zero is left out of the JSON, so an end alone begins at the beginning. */
function placeOf(holder: JsonObject, text: string): Pick<Citation, 'start' | 'end'> {
  const end = readCount(holder, 'endIndex');
  if (end === null) {
    return { start: null, end: null };
  }
  const bytes = Buffer.from(text);
  const unitsUntil = (offset: number) => bytes.toString('utf8', 0, offset).length;
  return { start: unitsUntil(readCount(holder, 'startIndex') ?? 0), end: unitsUntil(end) };
}

/** Only what was retrieved has a place for the words that are cited. */
function chunkWords({ url, title, citedText }: Citation): JsonObject {
  const source = { ...(url === null ? {} : { uri: url }), ...(title === null ? {} : { title }) };
  return citedText === null ? { web: source } : { retrievedContext: { ...source, text: citedText } };
}

function segmentWords({ start, end }: Citation, part: number, text: string): JsonObject {
  const place = part === 0 ? {} : { partIndex: part };
  if (end === null) {
    return place;
  }
  const bytesUntil = (units: number) => Buffer.byteLength(text.slice(0, units));
  return {
    ...place,
    startIndex: bytesUntil(start ?? 0),
    endIndex: bytesUntil(end),
    text: text.slice(start ?? 0, end),
  };
}

function objectsIn(holder: JsonObject, field: string): readonly JsonObject[] {
  const list = holder[field];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}
