const START_BYTES = 65_536;
/** A buffer that grew past this is given back as soon as it is empty. */
const KEPT_BYTES = 1_048_576;
/** Most bytes a UTF-16 code unit takes in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Text gathered as bytes that one write can take. The buffer grows with its content and is used again and
 * again; text that waits as strings instead is moved to the old generation of the heap.
 */
export class GrowingBytes {
  bytes: Buffer = Buffer.allocUnsafe(START_BYTES);
  length = 0;

  /** Adds text as UTF-8; returns how many bytes it took. */
  add(text: string): number {
    this.reserve(text.length * MAX_BYTES_PER_UNIT);
    const added = this.bytes.write(text, this.length);
    this.length += added;
    return added;
  }

  /** Makes room for so many more bytes. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
  }

  /** Takes away the first bytes; all of them unless it is said how many. */
  remove(count = this.length): void {
    this.bytes.copyWithin(0, count, this.length);
    this.length -= count;
    if (this.length === 0 && this.bytes.length > KEPT_BYTES) {
      this.bytes = Buffer.allocUnsafe(START_BYTES);
    }
  }
}
