import { createReadStream } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Id } from '../../core/ids.ts';
import type { OpenRecord, RequestRecord } from '../request-record.ts';
import { MAX_LINE_BYTES, parseLine } from './line.ts';

const BATCH_RECORDS = 128;
const NEWLINE = 0x0a;

/** A part of what earlier runs left behind. */
export interface Recovered {
  /** Requests that ended; they may be in the database already. */
  readonly closed: readonly RequestRecord[];
  /** Requests that never ended: the process died while they were running. */
  readonly interrupted: readonly OpenRecord[];
}

/**
 * Reads the segments in order and yields what is in them, closed requests first. When the reader asks for
 * more after the last part, everything before has been taken care of, and the files are deleted. Memory
 * holds one read of a file, one batch, and the requests that were open at the same time. A torn last line
 * is what a killed process leaves and is passed over; damage before it is reported and passed over.
 */
export async function* readSegments(
  paths: readonly string[],
  onFailure: (error: Error) => void,
): AsyncGenerator<Recovered, void, void> {
  const open = new Map<Id<'req'>, OpenRecord>();
  let closed: RequestRecord[] = [];
  for (const path of paths) {
    for await (const { bytes, isLast } of readLines(path)) {
      const entry = parseLine(bytes);
      if (entry !== null) {
        for (const record of entry.opened) {
          open.set(record.id, record);
        }
        for (const record of entry.closed) {
          open.delete(record.id);
          closed.push(record);
        }
      } else if (!isLast) {
        onFailure(new Error(`the journal is damaged: a line of ${basename(path)} cannot be read`));
      }
      if (closed.length >= BATCH_RECORDS) {
        yield { closed, interrupted: [] };
        closed = [];
      }
    }
  }
  yield { closed, interrupted: [] };
  const interrupted = [...open.values()];
  for (let at = 0; at < interrupted.length; at += BATCH_RECORDS) {
    yield { closed: [], interrupted: interrupted.slice(at, at + BATCH_RECORDS) };
  }
  await Promise.all(paths.map((path) => unlink(path)));
}

interface Line {
  readonly bytes: Buffer;
  /** Whether the file ends here, with or without a newline. */
  readonly isLast: boolean;
}

/** The lines of a file without their newlines; one that is too long comes as an empty, unreadable one. */
async function* readLines(path: string): AsyncGenerator<Line, void, void> {
  let held: Buffer | null = null;
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for await (const chunk of createReadStream(path)) {
    const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      if (held !== null) {
        yield { bytes: held, isLast: false };
      }
      held = isTooLong ? Buffer.alloc(0) : bytes.subarray(start, end);
      isTooLong = false;
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > MAX_LINE_BYTES) {
      isTooLong = true;
      rest = Buffer.alloc(0);
    }
  }
  if (held !== null) {
    yield { bytes: held, isLast: rest.length === 0 && !isTooLong };
  }
  if (rest.length > 0) {
    yield { bytes: rest, isLast: true };
  }
}
