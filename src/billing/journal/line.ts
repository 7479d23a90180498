import { crc32 } from 'node:zlib';
import type { OpenRecord, RequestRecord } from '../request-record.ts';
import {
  type PackedClose,
  type PackedOpen,
  packClose,
  packOpen,
  unpackClose,
  unpackOpen,
} from './packed-record.ts';

/** The longest line that is written or read back; bounds what recovery keeps of a file that has no lines. */
export const MAX_LINE_BYTES = 1_048_576;

const CHECKSUM_DIGITS = 8;
const OPEN_TAG = 'o';
const CLOSE_TAG = 'c';
/** Checksum, space, tag, space. */
const HEAD_BYTES = CHECKSUM_DIGITS + 3;

/** What one line of the journal says. */
export type JournalEntry =
  | { readonly kind: 'open'; readonly record: OpenRecord }
  | { readonly kind: 'close'; readonly record: RequestRecord };

/** The line of a request that is about to be sent upstream, with its newline. */
export function openLine(record: OpenRecord): string {
  return line(OPEN_TAG, packOpen(record));
}

/** The line of a request that is over, with its newline. */
export function closeLine(record: RequestRecord): string {
  return line(CLOSE_TAG, packClose(record));
}

/**
 * Reads a line without its newline: a CRC-32 in hexadecimal, a tag, the JSON it was made from. Null when
 * the checksum does not fit, which is what a torn or damaged line looks like.
 */
export function parseLine(bytes: Buffer): JournalEntry | null {
  if (bytes.length <= HEAD_BYTES) {
    return null;
  }
  const json = bytes.subarray(HEAD_BYTES);
  const tag = String.fromCharCode(bytes[CHECKSUM_DIGITS + 1] ?? 0);
  if (
    bytes.toString('latin1', 0, CHECKSUM_DIGITS) !== hex(crc32(json)) ||
    (tag !== OPEN_TAG && tag !== CLOSE_TAG)
  ) {
    return null;
  }
  const packed = JSON.parse(json.toString());
  return tag === OPEN_TAG
    ? { kind: 'open', record: unpackOpen(packed) }
    : { kind: 'close', record: unpackClose(packed) };
}

function line(tag: string, record: PackedOpen | PackedClose): string {
  const json = JSON.stringify(record);
  return `${hex(crc32(json))} ${tag} ${json}\n`;
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(CHECKSUM_DIGITS, '0');
}
