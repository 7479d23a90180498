import type { CanonicalField, CanonicalRequest } from '../../canonical/index.ts';
import type { BuiltRequest, Codec, Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { buildGeminiRequest } from '../gemini/build-request.ts';
import { buildGeminiResponse } from '../gemini/build-response.ts';
import { errorOf, errorWords, statusOf } from '../gemini/errors.ts';
import { GEMINI_FIELD_NAMES } from '../gemini/field-names.ts';
import { parseGeminiRequest } from '../gemini/parse-request.ts';
import { parseGeminiResponse } from '../gemini/parse-response.ts';
import { createGeminiStreamIn } from '../gemini/stream-in.ts';
import { createGeminiStreamOut } from '../gemini/stream-out.ts';
import { withClaudeRules } from './claude-rules.ts';
import { envelopeWords } from './envelope.ts';
import { unwrapResponse } from './unwrap-frame.ts';

const DIALECT = 'antigravity';

/**
 * The codec of Antigravity: Gemini inside an envelope, requests under `request` and responses under
 * `response`. Its signatures are its own, since Claude makes some of them. Its upstreams stream alone: an
 * answer that is wanted whole is collected from the stream.
 */
export const antigravityCodec: Codec = {
  dialect: DIALECT,
  fieldNames: GEMINI_FIELD_NAMES,
  parseRequest: (body) => parseGeminiRequest(isJsonObject(body.request) ? body.request : body, DIALECT),
  buildRequest: buildAntigravityRequest,
  parseResponse: (answer, request) => parseGeminiResponse(unwrapResponse(answer), request, DIALECT),
  buildResponse: (response, context) => wrapResponse(buildGeminiResponse(response, context, DIALECT)),
  createStreamIn: (request) => createGeminiStreamIn(DIALECT, request, unwrapResponse),
  createStreamOut: (context) =>
    createGeminiStreamOut(context, { dialect: DIALECT, framing: 'sse', wrap: wrapResponse }),
  parseError: errorOf,
  buildError: (error, requestId) => ({ status: statusOf(error), body: errorWords(error, requestId) }),
};

function buildAntigravityRequest(request: CanonicalRequest, target: Target): BuiltRequest {
  const ruled = withClaudeRules(request, target.model, DIALECT);
  const { body, dropped, headers } = buildGeminiRequest(ruled.request, target, DIALECT);
  const { promptCacheKey } = request;
  const inner = promptCacheKey === null ? body : { ...body, sessionId: promptCacheKey };
  const all = new Set<CanonicalField>([...dropped, ...ruled.dropped]);
  return { body: { ...envelopeWords(target), request: inner }, dropped: [...all], headers };
}

function wrapResponse(response: JsonObject): JsonObject {
  return { response };
}
