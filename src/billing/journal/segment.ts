import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SUFFIX = '.journal';
const NUMBER_DIGITS = 12;
const MODE_OWNER_ONLY = 0o600;

/** The file name of a segment; names sort in the order the segments were written in. */
function segmentName(number: number): string {
  return `${String(number).padStart(NUMBER_DIGITS, '0')}${SUFFIX}`;
}

/** The number in the name of a segment; null for any other file. */
export function segmentNumber(name: string): number | null {
  const match = /^(\d{12})\.journal$/.exec(name);
  return match === null ? null : Number(match[1]);
}

/** One append-only file of the journal, and how much of it is still needed. */
export class Segment {
  readonly path: string;
  readonly #fd: number;
  #isClosed = false;
  #isRemoved = false;
  #syncsInFlight = 0;
  /** Bytes that were written whole. */
  size = 0;
  /** Whether bytes were written since the last sync began. */
  isDirty = false;
  /** Nothing is appended any more. */
  isSealed = false;
  /** A write failed here, so nothing more is appended. */
  isBroken = false;
  /** Requests opened here that are still running. */
  running = 0;
  /** Writes that closed requests which were opened or closed here and are not in the database yet. */
  unflushed = 0;

  /** @throws the error of the file system when the file cannot be made. */
  constructor(directory: string, number: number) {
    this.path = join(directory, segmentName(number));
    this.#fd = openSync(this.path, 'ax', MODE_OWNER_ONLY);
  }

  /**
   * Appends all the bytes or none.
   * @throws the error of the file system. The file is then cut back to where it ended before and, unless it
   * is empty, left alone: whatever made the write fail, another file is the surer place to go on.
   */
  append(bytes: Buffer, length: number): void {
    try {
      for (let at = 0; at < length; ) {
        at += writeSync(this.#fd, bytes, at, length - at);
      }
    } catch (error) {
      this.#cutBack();
      throw error;
    }
    this.size += length;
    this.isDirty = true;
  }

  /** Brings what was written to the disk, without waiting for it. */
  sync(done: (error: Error | null) => void): void {
    this.isDirty = false;
    this.#syncsInFlight += 1;
    fdatasync(this.#fd, (error) => {
      this.#syncsInFlight -= 1;
      this.#closeWhenDone();
      done(error);
    });
  }

  /** Brings what was written to the disk and waits. For the end of the process. */
  syncNow(): void {
    this.isDirty = false;
    fdatasyncSync(this.#fd);
  }

  /** Ends the segment; its file is closed as soon as no sync is under way. */
  seal(): void {
    this.isSealed = true;
    this.#closeWhenDone();
  }

  /** Whether nothing in the file is needed after a restart. */
  isDone(): boolean {
    return this.running === 0 && this.unflushed === 0;
  }

  /**
   * Deletes the file.
   * @throws the error of the file system.
   */
  remove(): void {
    this.seal();
    if (!this.#isRemoved) {
      this.#isRemoved = true;
      unlinkSync(this.path);
    }
  }

  #closeWhenDone(): void {
    if (this.isSealed && this.#syncsInFlight === 0 && !this.#isClosed) {
      this.#isClosed = true;
      closeSync(this.#fd);
    }
  }

  #cutBack(): void {
    this.isBroken = this.size > 0;
    try {
      ftruncateSync(this.#fd, this.size);
    } catch {
      this.isBroken = true;
    }
  }
}
