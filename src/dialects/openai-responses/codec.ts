import type { Codec } from '../codec.ts';
import { buildOpenaiError, parseOpenaiError } from '../openai-errors.ts';
import { buildResponsesRequest } from './build-request.ts';
import { buildResponsesAnswer } from './build-response.ts';
import { RESPONSES_FIELD_NAMES } from './field-names.ts';
import { parseResponsesRequest } from './parse-request.ts';
import { parseResponsesAnswer } from './parse-response.ts';
import { createResponsesStreamIn } from './stream-in.ts';
import { createResponsesStreamOut } from './stream-out.ts';
import { DIALECT } from './tool-names.ts';

/** OpenAI's Responses, both ways. */
export const responsesCodec: Codec = {
  dialect: DIALECT,
  fieldNames: RESPONSES_FIELD_NAMES,
  parseRequest: parseResponsesRequest,
  buildRequest: buildResponsesRequest,
  parseResponse: parseResponsesAnswer,
  buildResponse: buildResponsesAnswer,
  createStreamIn: createResponsesStreamIn,
  createStreamOut: createResponsesStreamOut,
  parseError: parseOpenaiError,
  buildError: buildOpenaiError,
};
