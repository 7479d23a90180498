import { crc32 } from 'node:zlib';
import { CHECKSUM_DIGITS, checksumText } from './line.ts';

const START_BYTES = 65_536;
/** A buffer that grew past this for one turn is given back after it. */
const KEPT_BYTES = 1_048_576;
/** Most bytes a UTF-16 code unit takes in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;
/** Checksum and space before the text, newline behind it. */
const HEAD_BYTES = CHECKSUM_DIGITS + 1;
const NEWLINE = 0x0a;

/** The lines of one turn of the event loop, as bytes that one write can take. */
export class LineBuffer {
  bytes: Buffer = Buffer.allocUnsafe(START_BYTES);
  length = 0;

  /** Adds a line: the checksum of the text's bytes, the text, a newline. */
  add(text: string): void {
    const needed = this.length + HEAD_BYTES + text.length * MAX_BYTES_PER_UNIT + 1;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    const start = this.length + HEAD_BYTES;
    const end = start + this.bytes.write(text, start);
    this.bytes.write(`${checksumText(crc32(this.bytes.subarray(start, end)))} `, this.length, 'latin1');
    this.bytes[end] = NEWLINE;
    this.length = end + 1;
  }

  clear(): void {
    this.length = 0;
    if (this.bytes.length > KEPT_BYTES) {
      this.bytes = Buffer.allocUnsafe(START_BYTES);
    }
  }
}
