import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Levels of the log, most severe first; `silent` writes nothing. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * The one logger: JSON lines on standard output. Lines are gathered and written together, because a write
 * for each costs more than everything else that a request is charged for; they go out after 64 KB, after
 * half a second, and at the end.
 */
export function createLogger(level: LogLevel, stream: DestinationStream = gathered()): Logger {
  return pino({ level, base: null }, stream);
}

function gathered(): DestinationStream {
  return destination({ fd: 1, sync: true, minLength: 65_536, maxWrite: 131_072, periodicFlush: 500 });
}
