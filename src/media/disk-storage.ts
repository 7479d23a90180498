import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MediaMissingError, type MediaStorage } from './storage.ts';

const UNFINISHED = '.part';
/** Ids begin with the time they were made at, so their last letters spread them best. */
const SPREAD_LETTERS = 2;

/** Files in a folder of this machine. A name is there only once all of its bytes are on the disk. */
export function createDiskStorage(folder: string): MediaStorage {
  const pathOf = (key: string): string => join(folder, key.slice(-SPREAD_LETTERS), key);
  return {
    async write(key, source) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeWhole(`${path}${UNFINISHED}`, source);
      await rename(`${path}${UNFINISHED}`, path);
    },
    async open(key, range) {
      const file = await open(pathOf(key), 'r').catch((cause: unknown) => {
        throw isMissing(cause) ? new MediaMissingError(`the bytes of ${key} are gone`, { cause }) : cause;
      });
      return file.createReadStream(range === null ? {} : { start: range.start, end: range.end });
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    async *keysBefore(timeMs) {
      const names = await readdir(folder, { recursive: true }).catch(() => []);
      for (const name of names) {
        const path = join(folder, name);
        const found = await stat(path).catch(() => null);
        if (found?.isFile() === true && found.mtimeMs < timeMs) {
          if (name.endsWith(UNFINISHED)) {
            await rm(path, { force: true });
          } else {
            yield name.slice(name.lastIndexOf('/') + 1);
          }
        }
      }
    },
  };
}

/** Writes a file through to the disk, or leaves none. */
export async function writeWhole(path: string, source: AsyncIterable<Buffer>): Promise<void> {
  try {
    await pipeline(source, createWriteStream(path, { mode: 0o600, flush: true }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
