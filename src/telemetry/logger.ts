import { type Logger as PinoLogger, pino } from 'pino';
import { createGatheredOutput, type GatheredOutput } from './gathered-output.ts';

/** What domain code logs with. */
export type Logger = Pick<PinoLogger, 'error' | 'warn' | 'info' | 'debug'>;

/** Levels of the log, most severe first; `silent` writes nothing. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The one logger of a process, and how to write what it has gathered before the process ends. */
export interface ProcessLogger {
  readonly log: Logger;
  flush(): void;
}

const STANDARD_OUTPUT = 1;

/** JSON lines on standard output. */
export function createLogger(
  level: LogLevel,
  output: GatheredOutput = createGatheredOutput(STANDARD_OUTPUT),
): ProcessLogger {
  return { log: pino({ level, base: null }, output), flush: output.flush };
}
