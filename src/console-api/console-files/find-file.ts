import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { contentTypeOf } from './content-types.ts';

/** A file of the build as it is sent. */
export interface ConsoleFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly encoding: 'br' | 'gzip' | null;
}

/** Names that a build gives: no dots but before an ending, no way up. */
const SAFE_PATH = /^(?:[A-Za-z0-9_-]+\/)*[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+$/;

const ENCODINGS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;

/** Finds the smallest form of a file that the browser takes; null when there is no such file. */
export async function findFile(
  directory: string,
  path: string,
  acceptEncoding: string,
): Promise<ConsoleFile | null> {
  const contentType = contentTypeOf(path);
  if (contentType === null || !SAFE_PATH.test(path)) {
    return null;
  }
  const accepted = acceptedEncodings(acceptEncoding);
  for (const { encoding, ending } of ENCODINGS) {
    const sizeBytes = accepted.has(encoding) ? await sizeOf(join(directory, path + ending)) : null;
    if (sizeBytes !== null) {
      return { path: join(directory, path + ending), sizeBytes, contentType, encoding };
    }
  }
  const sizeBytes = await sizeOf(join(directory, path));
  return sizeBytes === null ? null : { path: join(directory, path), sizeBytes, contentType, encoding: null };
}

/** RFC 9110, 12.5.3; a weight of 0 refuses an encoding. */
function acceptedEncodings(header: string): ReadonlySet<string> {
  const entries = header.split(',').map((part) =>
    part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  return new Set(
    entries.filter(([, weight]) => !/^q=0(\.0*)?$/.test(weight ?? '')).map(([name = '']) => name),
  );
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}
