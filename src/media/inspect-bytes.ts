import { createHash } from 'node:crypto';
import { fileTypeFromBuffer } from 'file-type';
import { type MediaKind, MediaRefusedError } from './media-file.ts';

/** What bytes turned out to be. */
export interface Inspected {
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** As much as tells any type of file (file-type, "minimum bytes"). */
const HEAD_BYTES = 4_100;
/** The names of formats that browsers know by another one. */
const BROWSER_NAMES: ReadonlyMap<string, string> = new Map([
  ['audio/vnd.wave', 'audio/wav'],
  ['audio/x-m4a', 'audio/mp4'],
  ['video/x-m4v', 'video/mp4'],
]);

/**
 * Lets media pass and fails for anything else: too many bytes, none, or bytes whose type is not of the kinds.
 * Types are told by the bytes alone, since whoever sends them may say anything.
 */
export function inspectBytes(kinds: readonly MediaKind[], maxBytes: number) {
  const hash = createHash('sha256');
  let mediaType: string | null = null;
  let bytes = 0;

  async function judge(head: Buffer): Promise<Buffer> {
    const mime = (await fileTypeFromBuffer(head))?.mime ?? '';
    mediaType = BROWSER_NAMES.get(mime) ?? mime;
    if (!kinds.some((kind) => mime.startsWith(`${kind}/`))) {
      throw new MediaRefusedError('wrong_type', `is not ${kinds.join(' or ')} in a format that is known`);
    }
    return head;
  }

  return {
    /** @throws {MediaRefusedError} when it does not pass, and whatever the source throws. */
    async *pass(source: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
      let head: Buffer = Buffer.alloc(0);
      for await (const chunk of source) {
        bytes += chunk.length;
        if (bytes > maxBytes) {
          throw new MediaRefusedError('too_large', `has more than ${maxBytes} bytes`);
        }
        hash.update(chunk);
        if (mediaType !== null) {
          yield chunk;
          continue;
        }
        head = Buffer.concat([head, chunk]);
        if (head.length >= HEAD_BYTES) {
          yield await judge(head);
        }
      }
      if (bytes === 0) {
        throw new MediaRefusedError('empty', 'is empty');
      }
      if (mediaType === null) {
        yield await judge(head);
      }
    },
    /** Only after all of it has passed. */
    result: (): Inspected => ({ mediaType: mediaType ?? '', bytes, sha256: hash.digest('hex') }),
  };
}
