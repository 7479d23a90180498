import type { Codec } from '../codec.ts';
import { buildMessagesRequest } from './build-request.ts';
import { buildMessagesResponse } from './build-response.ts';
import { DIALECT } from './dialect-name.ts';
import { buildMessagesError, parseMessagesError } from './errors.ts';
import { MESSAGES_FIELD_NAMES } from './field-names.ts';
import { parseMessagesRequest } from './parse-request.ts';
import { parseMessagesResponse } from './parse-response.ts';
import { createMessagesStreamIn } from './stream-in.ts';
import { createMessagesStreamOut } from './stream-out.ts';

/** Messages, both ways. */
export const messagesCodec: Codec = {
  dialect: DIALECT,
  fieldNames: MESSAGES_FIELD_NAMES,
  parseRequest: parseMessagesRequest,
  buildRequest: buildMessagesRequest,
  parseResponse: parseMessagesResponse,
  buildResponse: buildMessagesResponse,
  createStreamIn: createMessagesStreamIn,
  createStreamOut: createMessagesStreamOut,
  parseError: parseMessagesError,
  buildError: buildMessagesError,
};
