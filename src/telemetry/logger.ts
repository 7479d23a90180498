import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Levels of the log, most severe first; `silent` writes nothing. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * The one logger: JSON lines on standard output. Writes are gathered, because a system call for every
 * request is a tenth of what a request may cost; they go out after 4 KB, after a second, and at the end.
 */
export function createLogger(level: LogLevel, stream: DestinationStream = gathered()): Logger {
  return pino({ level, base: null }, stream);
}

function gathered(): DestinationStream {
  return destination({ fd: 1, sync: false, minLength: 4_096, periodicFlush: 1_000 });
}
