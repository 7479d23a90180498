import { writeSync } from 'node:fs';

/** Where a logger writes. */
export interface GatheredOutput {
  write(line: string): void;
  /** Writes what is gathered as far as the reader takes it now. */
  flush(): void;
}

const FLUSH_CHARACTERS = 64 * 1024;
const FLUSH_EVERY_MS = 500;
const MAX_CHARACTERS = 8 * 1024 * 1024;

/**
 * Gathers lines and writes them together, because a write for each costs more than everything else a
 * request needs. A reader that does not keep up never stops the gateway and never fills its memory: past
 * eight megabytes lines are dropped, and how many is said as soon as there is room again.
 */
export function createGatheredOutput(fd: number): GatheredOutput {
  let lines: string[] = [];
  let characters = 0;
  let dropped = 0;
  /** What the reader did not take of the last write. */
  let rest: Buffer | null = null;
  const timer = setInterval(flush, FLUSH_EVERY_MS);
  timer.unref();

  function flush(): void {
    if (rest !== null && !push(rest)) {
      return;
    }
    if (dropped > 0) {
      lines.push(`{"level":40,"dropped":${dropped},"msg":"log lines were dropped"}\n`);
      dropped = 0;
    }
    if (lines.length > 0) {
      const bytes = Buffer.from(lines.join(''));
      lines = [];
      characters = 0;
      push(bytes);
    }
  }

  /** Whether everything was taken; keeps in `rest` what was not. */
  function push(bytes: Buffer): boolean {
    let at = 0;
    try {
      while (at < bytes.length) {
        at += writeSync(fd, bytes, at);
      }
      rest = null;
      return true;
    } catch (error) {
      // A full pipe says EAGAIN. Any other failure means that nobody reads any more.
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      rest = isFull ? bytes.subarray(at) : null;
      return false;
    }
  }

  return {
    write(line) {
      if (characters > MAX_CHARACTERS) {
        dropped += 1;
        return;
      }
      lines.push(line);
      characters += line.length;
      if (characters >= FLUSH_CHARACTERS && rest === null) {
        flush();
      }
    },
    flush,
  };
}
