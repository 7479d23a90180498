import type { CallFacts, JsonObject } from '../dialect.ts';
import { isJsonObject, readFlag, readPositiveInteger, requireArray, requireModel } from '../field-checks.ts';
import { estimateInput } from '../input-estimate.ts';

/** What is held for a request that says no `max_uses`; the model ends by itself long before. */
const UNLIMITED_SEARCHES = 20;

/**
 * Reads a Messages request. `max_tokens` is required by the upstream, which refuses a request without it
 * in its own words.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readMessagesFacts(body: JsonObject): CallFacts {
  const isStreaming = readFlag(body, 'stream');
  return { ...readCommonFacts(body), isStreaming, wantsStreamUsage: isStreaming };
}

/**
 * Reads a request to count tokens: it never streams and writes nothing.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readCountTokensFacts(body: JsonObject): CallFacts {
  return { ...readCommonFacts(body), isStreaming: false, wantsStreamUsage: false, maxOutputTokens: 0 };
}

function readCommonFacts(body: JsonObject): Omit<CallFacts, 'isStreaming' | 'wantsStreamUsage'> {
  const model = requireModel(body);
  requireArray(body, 'messages');
  const maxOutputTokens = readPositiveInteger(body, 'max_tokens');
  const estimate = estimateInput(body);
  return {
    model,
    maxOutputTokens,
    choices: 1,
    estimatedInputTokens: estimate.tokens,
    inputTokensCeiling: estimate.tokensCeiling,
    hasUnseenInput: estimate.hasPointers,
    ...searchCeiling(body.tools),
  };
}

/** The searches of the web that may be made and are charged one by one, for the hold. */
function searchCeiling(tools: unknown): Pick<CallFacts, 'piecesCeiling'> {
  let count = 0;
  for (const tool of Array.isArray(tools) ? tools : []) {
    if (isJsonObject(tool) && typeof tool.type === 'string' && tool.type.startsWith('web_search_')) {
      const { max_uses: most } = tool;
      count += typeof most === 'number' && most > 0 ? Math.ceil(most) : UNLIMITED_SEARCHES;
    }
  }
  return count === 0 ? {} : { piecesCeiling: [{ kind: 'web_search', count, size: null }] };
}
