import { invalidField } from '../core/refusal.ts';

const DAY_MS = 86_400_000;

/**
 * Returns the function that names the day (YYYY-MM-DD) a moment falls on in an IANA time zone.
 * @throws {Refusal} `invalid_request` when there is no such time zone.
 */
export function dayNamer(timezone: string): (ms: number) => string {
  let format: Intl.DateTimeFormat;
  try {
    // This locale writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: timezone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch {
    throw invalidField('timezone', 'is not a time zone such as Europe/Berlin');
  }
  return (ms) => format.format(ms);
}

/** The names of as many days, the given one last. */
export function daysUpTo(lastDay: string, days: number): string[] {
  const lastMs = Date.parse(`${lastDay}T00:00:00Z`);
  return Array.from({ length: days }, (_, at) => utcDay(lastMs - (days - 1 - at) * DAY_MS));
}

/** The day of a moment, in UTC. */
export function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
