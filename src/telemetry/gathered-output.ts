import { writeSync } from 'node:fs';
import { GrowingBytes } from '../core/growing-bytes.ts';

/** Where a logger writes. */
export interface GatheredOutput {
  write(line: string): void;
  /** Writes what is gathered as far as the reader takes it now. */
  flush(): void;
}

const FLUSH_BYTES = 64 * 1024;
const FLUSH_EVERY_MS = 500;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Gathers lines and writes them together, because a write for each costs more than everything else a
 * request needs. A reader that does not keep up never stops the gateway and never fills its memory: past
 * eight megabytes lines are dropped, and how many is said as soon as the reader has taken all others.
 */
export function createGatheredOutput(fd: number): GatheredOutput {
  const gathered = new GrowingBytes();
  let dropped = 0;
  /** Whether the reader left something of the last write. */
  let isBehind = false;
  const timer = setInterval(flush, FLUSH_EVERY_MS);
  timer.unref();

  function flush(): void {
    push();
    if (dropped > 0 && gathered.length === 0) {
      gathered.add(`{"level":40,"dropped":${dropped},"msg":"log lines were dropped"}\n`);
      dropped = 0;
      push();
    }
  }

  /** Writes what is gathered as far as the reader takes it. */
  function push(): void {
    let at = 0;
    try {
      while (at < gathered.length) {
        at += writeSync(fd, gathered.bytes, at, gathered.length - at);
      }
      isBehind = false;
    } catch (error) {
      // A full pipe says EAGAIN. Any other failure means that nobody reads any more.
      isBehind = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
    }
    gathered.remove(isBehind ? at : gathered.length);
  }

  return {
    write(line) {
      if (gathered.length > MAX_BYTES) {
        dropped += 1;
        return;
      }
      gathered.add(line);
      if (gathered.length >= FLUSH_BYTES && !isBehind) {
        flush();
      }
    },
    flush,
  };
}
