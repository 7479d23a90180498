import type { Citation } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readWord } from '../usage-counts.ts';

/**
 * The citations of a text block (anthropic-sdk-typescript, `TextCitation`). Their numbers say where in the
 * source the cited text stands, not where in the answer, so `start` and `end` stay null.
 */
export function readCitations(value: unknown): readonly Citation[] {
  return Array.isArray(value) ? value.filter(isJsonObject).map(readCitation) : [];
}

/** One citation: of a web page, of a search result the client gave, or of a document. */
export function readCitation(citation: JsonObject): Citation {
  return {
    url: readWord(citation, 'url') ?? readWord(citation, 'source'),
    title: readWord(citation, 'title') ?? readWord(citation, 'document_title'),
    citedText: readWord(citation, 'cited_text'),
    start: null,
    end: null,
  };
}

/**
 * A citation for a client: of a web page, the only kind that needs no document of the request. Null for one
 * without an address.
 */
export function writeCitation({ url, title, citedText }: Citation): JsonObject | null {
  return url === null
    ? null
    : {
        type: 'web_search_result_location',
        url,
        title,
        cited_text: citedText ?? '',
        encrypted_index: '',
      };
}
