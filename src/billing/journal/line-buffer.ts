import { crc32 } from 'node:zlib';
import { GrowingBytes } from '../../core/growing-bytes.ts';
import { CHECKSUM_DIGITS, checksumText } from './line.ts';

const NEWLINE = 0x0a;

/** The lines of one turn of the event loop, as bytes that one write can take. */
export class LineBuffer extends GrowingBytes {
  /** Adds a line: the checksum of the text's bytes, a space, the text, a newline. */
  addLine(text: string): void {
    const start = this.length;
    // The checksum is known only when the text is there, so its place is kept free.
    this.add(NO_CHECKSUM);
    const end = this.length + this.add(text);
    const checksum = crc32(this.bytes.subarray(start + NO_CHECKSUM.length, end));
    this.bytes.write(checksumText(checksum), start, 'latin1');
    this.reserve(1);
    this.bytes[end] = NEWLINE;
    this.length = end + 1;
  }
}

const NO_CHECKSUM = `${'0'.repeat(CHECKSUM_DIGITS)} `;
