import type { Readable } from 'node:stream';
import type { ByteRange } from './media-file.ts';

/** Where the bytes of files are: a folder of this machine, or an object store. Keys are ids of files. */
export interface MediaStorage {
  /** Keeps all of a source, or nothing of it when it fails. */
  write(key: string, source: AsyncIterable<Buffer>): Promise<void>;
  /** @throws {MediaMissingError} when there is nothing of this key. */
  open(key: string, range: ByteRange | null): Promise<Readable>;
  /** Nothing happens when there is nothing of this key. */
  remove(key: string): Promise<void>;
  /** Every key that was written before a time, in no order. */
  keysBefore(timeMs: number): AsyncIterable<string>;
}

/** The bytes of a file are not where they should be. */
export class MediaMissingError extends Error {
  override readonly name = 'MediaMissingError';
}
