import type { ServerResponse } from 'node:http';
import type { FaultEffect } from './faults.ts';

/** Writes a body with the faults that concern its bytes. */
export type BodyWriter = {
  /** True when so much more text can be written before the connection is cut. */
  hasRoomFor(text: string | Buffer): boolean;
  /** Writes what fits. Resolves when more may be written, or when the client is gone. */
  write(text: string | Buffer): Promise<void>;
  /** Writes what is held back. */
  flush(): Promise<void>;
};

/** Creates the writer of one answer. */
export function createBodyWriter(res: ServerResponse, effect: FaultEffect): BodyWriter {
  const limit = effect.cut_after_bytes ?? Number.POSITIVE_INFINITY;
  const mergeCount = effect.merge_chunks === true ? Number.POSITIVE_INFINITY : (effect.merge_chunks ?? 1);
  let taken = 0;
  let held: Buffer[] = [];
  async function flush(): Promise<void> {
    const bytes = Buffer.concat(held);
    held = [];
    const step = effect.split_bytes ?? (bytes.length || 1);
    for (let from = 0; from < bytes.length && !res.destroyed; from += step) {
      if (!res.write(bytes.subarray(from, from + step))) await drained(res);
      // Node joins what is written in one turn.
      await nextTurn();
    }
  }
  return {
    hasRoomFor: (text) => taken + Buffer.byteLength(text) <= limit,
    async write(text) {
      const bytes = typeof text === 'string' ? Buffer.from(text) : text;
      held.push(bytes.subarray(0, Math.max(0, limit - taken)));
      taken += bytes.length;
      if (held.length >= mergeCount || taken > limit) await flush();
    },
    flush,
  };
}

/** Waits until the client has taken what was written, or is gone. */
export function drained(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (res.destroyed || !res.writableNeedDrain) return resolve();
    const done = () => {
      res.off('drain', done);
      res.off('close', done);
      resolve();
    };
    res.on('drain', done);
    res.on('close', done);
  });
}

/** Waits for a time; less when the client goes away. */
export function pause(res: ServerResponse, timeMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (timeMs <= 0 || res.destroyed) return resolve();
    const done = () => {
      clearTimeout(timer);
      res.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, timeMs);
    res.on('close', done);
  });
}

/** Waits for the next turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
