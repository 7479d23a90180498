import { crc32 } from 'node:zlib';
import { MalformedAnswerError } from '../codec.ts';

/** One message of an AWS event stream: what its headers say in words, and its payload. */
export interface EventMessage {
  readonly headers: ReadonlyMap<string, string>;
  readonly payload: Buffer;
}

/** Length of all, length of the headers, checksum of both. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** Sizes of header values by their type; texts and byte arrays say theirs in two bytes before them. */
const SIZES: Readonly<Record<number, number>> = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16 };
const BYTES = 6;
const TEXT = 7;

/**
 * Reads a whole message (smithy.io/2.0/aws/amazon-eventstream.html).
 * @throws {MalformedAnswerError} when a length or a checksum is wrong.
 */
export function readMessage(bytes: Buffer): EventMessage {
  const payloadEnd = bytes.length - CHECKSUM_BYTES;
  if (payloadEnd < PRELUDE_BYTES || bytes.readUInt32BE(0) !== bytes.length) {
    throw new MalformedAnswerError('a message of the event stream is shorter than it says');
  }
  const payloadStart = PRELUDE_BYTES + bytes.readUInt32BE(4);
  const isSound =
    crc32(bytes.subarray(0, 8)) === bytes.readUInt32BE(8) &&
    crc32(bytes.subarray(0, payloadEnd)) === bytes.readUInt32BE(payloadEnd);
  if (!isSound || payloadStart > payloadEnd) {
    throw new MalformedAnswerError('a message of the event stream does not match its checksum');
  }
  return {
    headers: readHeaders(bytes.subarray(PRELUDE_BYTES, payloadStart)),
    payload: bytes.subarray(payloadStart, payloadEnd),
  };
}

function readHeaders(bytes: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    const name = bytes.toString('utf8', at + 1, nameEnd);
    const type = bytes.readUInt8(nameEnd);
    const isSized = type === BYTES || type === TEXT;
    const start = nameEnd + (isSized ? 3 : 1);
    const size = isSized ? bytes.readUInt16BE(nameEnd + 1) : SIZES[type];
    if (size === undefined || start + size > bytes.length) {
      throw new MalformedAnswerError('a header of the event stream cannot be read');
    }
    if (type === TEXT) {
      headers.set(name, bytes.toString('utf8', start, start + size));
    }
    at = start + size;
  }
  return headers;
}
