import { createHash, createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { MESSAGES_ANSWER, MESSAGES_EVENTS } from './messages-answer.ts';
import { type Arrived, type Cloud, json, serveCloud } from './serve.ts';

/** What the cloud knows its caller by. */
export const ACCESS_KEY_ID = 'AKIDEXAMPLE00000TEST';
export const SECRET_KEY = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
export const API_KEY = 'bedrock-api-key-0123456789';

/** A header of a message, as text. */
type Headers = Readonly<Record<string, string>>;

/** One message of an AWS event stream. */
export function eventMessage(headers: Headers, payload: string): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => headerBytes(name, value)));
  const body = Buffer.from(payload);
  const message = Buffer.alloc(16 + head.length + body.length);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(head.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  head.copy(message, 12);
  body.copy(message, 12 + head.length);
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4);
  return message;
}

/** An event of Messages as a message. */
export function chunkMessage(event: object): Buffer {
  const bytes = Buffer.from(JSON.stringify(event)).toString('base64');
  const headers = { ':event-type': 'chunk', ':content-type': 'application/json', ':message-type': 'event' };
  return eventMessage(headers, JSON.stringify({ bytes, p: 'abcdefgh' }));
}

function headerBytes(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([7]),
    length,
    Buffer.from(value),
  ]);
}

/** A Bedrock on loopback that takes signed requests, or its API key, and refuses everything else. */
export function serveBedrock(): Promise<Cloud> {
  return serveCloud((request, response) => {
    const isKnown = request.headers.authorization === `Bearer ${API_KEY}` || isSigned(request);
    if (!isKnown) {
      json(response, 403, { message: 'The request signature we calculated does not match' });
      return;
    }
    const method = request.path.split('/').at(-1);
    const body = JSON.parse(request.body.toString()) as { max_tokens?: number };
    if (method === 'count-tokens') {
      json(
        response,
        'input' in body ? 200 : 400,
        'input' in body ? { inputTokens: 11 } : { message: 'input is missing' },
      );
    } else if (body.max_tokens === 1) {
      json(response, 400, { message: 'max_tokens: must be greater than 1' });
    } else if (method === 'invoke') {
      json(response, 200, MESSAGES_ANSWER);
    } else {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
      const bytes = Buffer.concat(streamFor(body.max_tokens));
      // Every cut a network could make, in the middle of lengths and checksums too.
      for (let at = 0; at < bytes.length; at += 37) {
        response.write(bytes.subarray(at, at + 37));
      }
      response.end();
    }
  });
}

/** With 2 tokens wanted the stream breaks with an exception, with 3 its bytes are damaged. */
function streamFor(maxTokens: number | undefined): Buffer[] {
  const messages = MESSAGES_EVENTS.map(chunkMessage);
  if (maxTokens === 2) {
    const headers = { ':exception-type': 'throttlingException', ':message-type': 'exception' };
    return [...messages.slice(0, 4), eventMessage(headers, '{"message":"Too many tokens"}')];
  }
  const third = messages[3];
  if (maxTokens === 3 && third !== undefined) {
    third[third.length - 8] = 0;
  }
  return messages;
}

/** AWS Signature Version 4, computed anew from what arrived. */
function isSigned({ method, path, headers, body }: Arrived): boolean {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([a-z0-9-]+)\/bedrock\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  const [, accessKeyId, date = '', region = '', signedNames = '', signature] = match ?? [];
  const moment = String(headers['x-amz-date']);
  if (accessKeyId !== ACCESS_KEY_ID || !moment.startsWith(date)) {
    return false;
  }
  const canonical = [
    method,
    // Every part of the path is encoded once more, as for all services but S3.
    path.split('/').map(encodeURIComponent).join('/'),
    '',
    ...signedNames.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    signedNames,
    createHash('sha256').update(body).digest('hex'),
  ].join('\n');
  const scope = `${date}/${region}/bedrock/aws4_request`;
  const hash = createHash('sha256').update(canonical).digest('hex');
  const key = [date, region, 'bedrock', 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${SECRET_KEY}`,
  );
  const expected = createHmac('sha256', key)
    .update(['AWS4-HMAC-SHA256', moment, scope, hash].join('\n'))
    .digest('hex');
  return signature === expected;
}
