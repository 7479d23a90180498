const START_BYTES = 65_536;
/** A buffer that grew past this for one turn is given back after it. */
const KEPT_BYTES = 1_048_576;
/** Most bytes a UTF-16 code unit takes in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/** The lines of one turn of the event loop, as bytes that one write can take. */
export class LineBuffer {
  bytes: Buffer = Buffer.allocUnsafe(START_BYTES);
  length = 0;

  add(line: string): void {
    const needed = this.length + line.length * MAX_BYTES_PER_UNIT;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    this.length += this.bytes.write(line, this.length);
  }

  clear(): void {
    this.length = 0;
    if (this.bytes.length > KEPT_BYTES) {
      this.bytes = Buffer.allocUnsafe(START_BYTES);
    }
  }
}
