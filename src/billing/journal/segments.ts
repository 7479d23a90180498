import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Segment, segmentNumber } from './segment.ts';

const SYNC_EVERY_MS = 50;

/** What the segments of a journal are made with. */
export interface SegmentsOptions {
  readonly directory: string;
  /** A segment is ended before a write that would pass this, unless it is empty. */
  readonly segmentBytes: number;
  readonly onFailure: (error: Error) => void;
  /** A sealed segment is kept for running requests alone: they should be written again elsewhere. */
  readonly onLeftovers: (segment: Segment) => void;
}

/** The files of a journal: the one that is written to, when to begin another, when one may go. */
export class Segments {
  readonly #options: SegmentsOptions;
  #current: Segment | null = null;
  #nextNumber: number;
  #syncTimer: NodeJS.Timeout | null = null;
  #isSyncing = false;
  /** Paths of the segments that earlier runs left, oldest first. */
  readonly left: readonly string[];

  /** @throws the error of the file system when the directory cannot be made or read. */
  constructor(options: SegmentsOptions) {
    this.#options = options;
    mkdirSync(options.directory, { recursive: true, mode: 0o700 });
    const names = readdirSync(options.directory)
      .filter((name) => segmentNumber(name) !== null)
      .sort();
    this.left = names.map((name) => join(options.directory, name));
    this.#nextNumber = (segmentNumber(names.at(-1) ?? '') ?? 0) + 1;
  }

  /**
   * Appends all the bytes or none and returns the segment they are in.
   * @throws the error of the file system.
   */
  append(bytes: Buffer, length: number): Segment {
    const segment = this.#writable(length);
    segment.append(bytes, length);
    this.#armSync();
    return segment;
  }

  /** Deletes a sealed segment that nothing needs, or asks for what is left in it to be written again. */
  retire(segment: Segment): void {
    if (!segment.isSealed || segment.unflushed > 0) {
      return;
    }
    if (segment.running > 0) {
      this.#options.onLeftovers(segment);
      return;
    }
    try {
      segment.remove();
    } catch (error) {
      this.#options.onFailure(asError(error));
    }
  }

  /** Brings everything to the disk and ends the last segment, deleting it when nothing in it is needed. */
  stop(): void {
    if (this.#syncTimer !== null) {
      clearTimeout(this.#syncTimer);
    }
    const segment = this.#current;
    this.#current = null;
    if (segment === null) {
      return;
    }
    if (!segment.isDone()) {
      segment.syncNow();
    }
    segment.seal();
    if (segment.isDone()) {
      this.retire(segment);
    }
  }

  #writable(length: number): Segment {
    const current = this.#current;
    if (current !== null) {
      const isFull = current.size > 0 && current.size + length > this.#options.segmentBytes;
      if (!isFull && !current.isBroken) {
        return current;
      }
      this.#current = null;
      this.#end(current);
    }
    const segment = new Segment(this.#options.directory, this.#nextNumber);
    this.#nextNumber += 1;
    this.#current = segment;
    return segment;
  }

  #end(segment: Segment): void {
    if (segment.isDirty) {
      segment.sync(this.#report);
    }
    segment.seal();
    this.retire(segment);
  }

  #armSync(): void {
    if (this.#syncTimer === null && !this.#isSyncing) {
      this.#syncTimer = setTimeout(this.#sync, SYNC_EVERY_MS);
      this.#syncTimer.unref();
    }
  }

  readonly #sync = (): void => {
    this.#syncTimer = null;
    const segment = this.#current;
    if (segment?.isDirty !== true) {
      return;
    }
    this.#isSyncing = true;
    segment.sync((error) => {
      this.#isSyncing = false;
      this.#report(error);
      if (this.#current?.isDirty === true) {
        this.#armSync();
      }
    });
  };

  readonly #report = (error: Error | null): void => {
    if (error !== null) {
      this.#options.onFailure(error);
    }
  };
}

/** What was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
