import type { Codec } from '../codec.ts';
import type { JsonObject, StreamFraming } from '../dialect.ts';
import { buildGeminiRequest } from './build-request.ts';
import { buildGeminiResponse } from './build-response.ts';
import { errorOf, errorWords, statusOf } from './errors.ts';
import { GEMINI_FIELD_NAMES } from './field-names.ts';
import { parseGeminiRequest } from './parse-request.ts';
import { parseGeminiResponse } from './parse-response.ts';
import { createGeminiStreamIn } from './stream-in.ts';
import { createGeminiStreamOut } from './stream-out.ts';

const DIALECT = 'gemini';

/**
 * The codec of `generateContent` and `streamGenerateContent` (ai.google.dev/api/generate-content) for clients
 * that read streams in this framing. Streams of upstreams are read in either.
 */
export function createGeminiCodec(framing: StreamFraming): Codec {
  const streamOut = { dialect: DIALECT, framing, wrap: asItIs };
  return {
    dialect: DIALECT,
    fieldNames: GEMINI_FIELD_NAMES,
    parseRequest: (body) => parseGeminiRequest(body, DIALECT),
    buildRequest: (request, target) => buildGeminiRequest(request, target, DIALECT),
    parseResponse: (answer, request) => parseGeminiResponse(answer, request, DIALECT),
    buildResponse: (response, context) => buildGeminiResponse(response, context, DIALECT),
    createStreamIn: (request) => createGeminiStreamIn(DIALECT, request, asItIs),
    createStreamOut: (context) => createGeminiStreamOut(context, streamOut),
    parseError: errorOf,
    buildError: (error, requestId) => ({ status: statusOf(error), body: errorWords(error, requestId) }),
  };
}

/** The codec of Gemini with server-sent events. */
export const geminiCodec = createGeminiCodec('sse');

function asItIs(response: JsonObject): JsonObject {
  return response;
}
