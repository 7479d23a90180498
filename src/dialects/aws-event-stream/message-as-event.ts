import { MalformedAnswerError } from '../codec.ts';
import { parseObject } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { readWord } from '../usage-counts.ts';
import { type EventMessage, readMessage } from './read-message.ts';

/** What Messages calls the failures of this stream (docs.aws.amazon.com/bedrock, `ResponseStream`). */
const ERROR_TYPES: Readonly<Record<string, string>> = {
  throttlingException: 'rate_limit_error',
  serviceUnavailableException: 'overloaded_error',
  validationException: 'invalid_request_error',
  modelTimeoutException: 'timeout_error',
};

/**
 * One message of Bedrock's stream as the server-sent event of Messages that it holds, or that it is instead.
 * @throws {MalformedAnswerError} when it holds none.
 */
export function messageAsEvent(bytes: Buffer): Buffer {
  const message = readMessage(bytes);
  const data = message.headers.get(':message-type') === 'event' ? chunkOf(message) : errorOf(message);
  return Buffer.from(`event: ${data.type}\ndata: ${data.json}\n\n`);
}

function chunkOf({ payload }: EventMessage): { readonly type: string; readonly json: string } {
  const encoded = readWord(parse(payload), 'bytes');
  const chunk = Buffer.from(encoded ?? '', 'base64');
  const type = readWord(parse(chunk), 'type');
  if (type === null) {
    throw new MalformedAnswerError('a message of the event stream holds no event');
  }
  return { type, json: chunk.toString('utf8') };
}

function errorOf({ headers, payload }: EventMessage): { readonly type: string; readonly json: string } {
  const name = headers.get(':exception-type') ?? headers.get(':error-code') ?? '';
  const said = parseObject(payload, 0, payload.length);
  const message = headers.get(':error-message') ?? (said === null ? null : readWord(said, 'message'));
  const error = { type: ERROR_TYPES[name] ?? 'api_error', message: message ?? 'The upstream failed' };
  return { type: 'error', json: JSON.stringify({ type: 'error', error }) };
}

function parse(bytes: Buffer): JsonObject {
  const value = parseObject(bytes, 0, bytes.length);
  if (value === null) {
    throw new MalformedAnswerError('a message of the event stream is no JSON object');
  }
  return value;
}
