import { type Logger as PinoLogger, pino } from 'pino';
import type { Clock } from '../core/clock.ts';
import { createGatheredOutput, type GatheredOutput } from './gathered-output.ts';

/** What everything logs with. */
export interface Logger extends Pick<PinoLogger, 'error' | 'warn' | 'info' | 'debug'> {
  /**
   * Logs one request at level `info`. The fields are plain and hold no secret, so they are printed in one
   * go; the general way costs three times as much, for every request.
   */
  request(fields: Readonly<Record<string, string | number | boolean | null>>, message: string): void;
}

/** Levels of the log, most severe first; `silent` writes nothing. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The one logger of a process, and how to write what it has gathered before the process ends. */
export interface ProcessLogger {
  readonly log: Logger;
  flush(): void;
}

const STANDARD_OUTPUT = 1;
/** How pino writes the level `info`. */
const INFO = 30;

/** JSON lines on standard output. */
export function createLogger(
  level: LogLevel,
  clock: Clock,
  output: GatheredOutput = createGatheredOutput(STANDARD_OUTPUT),
): ProcessLogger {
  const general = pino({ level, base: null }, output);
  const isWritten = general.isLevelEnabled('info');
  const log: Logger = {
    error: general.error.bind(general),
    warn: general.warn.bind(general),
    info: general.info.bind(general),
    debug: general.debug.bind(general),
    request(fields, msg) {
      if (isWritten) {
        // Put together as text, since one object of all fields would be a copy of them for every request.
        const head = `{"level":${INFO},"time":${clock.nowMs()},"msg":${JSON.stringify(msg)},`;
        output.write(`${head}${JSON.stringify(fields).slice(1)}\n`);
      }
    },
  };
  return { log, flush: output.flush };
}
