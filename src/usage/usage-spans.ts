const DAY_MS = 86_400_000;

/** A span of time, the first moment included and the last not. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A span of time in whole days that are summed up, and the spans between them. */
export interface DayParts {
  readonly days: readonly number[];
  readonly spans: readonly Span[];
}

/** Takes a span apart. `rolled` are the starts of the days within it that are summed up. */
export function dayParts({ fromMs, toMs }: Span, rolled: readonly number[]): DayParts {
  const days = rolled
    .filter((day) => day >= fromMs && day + DAY_MS <= toMs)
    .sort((one, other) => one - other);
  const spans: Span[] = [];
  let from = fromMs;
  for (const day of [...days, toMs]) {
    if (day > from) {
      spans.push({ fromMs: from, toMs: day });
    }
    from = day + DAY_MS;
  }
  return { days, spans };
}
