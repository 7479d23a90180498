import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** How values are written for a reader of one language. */
export interface Formats {
  /** A decimal string of USD: `$1.25`; small amounts keep as many digits as say something. */
  money(usd: string): string;
  /** A whole number with separators. */
  count(value: number): string;
  /** A number in few characters: `1.2M`. */
  short(value: number): string;
  /** A fraction of one as a percentage. */
  percent(fraction: number): string;
  /** A length of time: `850 ms`, `2.4 s`, `3 min`. */
  duration(ms: number): string;
  /** A day and a time of the reader's own zone. */
  time(moment: string): string;
  /** A day of the reader's own zone. */
  day(moment: string): string;
  /** How long ago or how far ahead: `3 minutes ago`. */
  relative(moment: string, nowMs?: number): string;
}

const RELATIVE_STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How values are written in one language, made once. */
export function createFormats(locale: string): Formats {
  const numbers = new Intl.NumberFormat(locale);
  const short = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    money: (usd) => formatMoney(usd, locale),
    count: (value) => numbers.format(value),
    short: (value) => short.format(value),
    percent: (fraction) => percent.format(fraction),
    duration: (ms) => formatDuration(ms, locale),
    time: (moment) => time.format(new Date(moment)),
    day: (moment) => day.format(new Date(moment)),
    relative(moment, nowMs = Date.now()) {
      const seconds = (Date.parse(moment) - nowMs) / 1_000;
      const step = RELATIVE_STEPS.find(([, length]) => Math.abs(seconds) >= length);
      return step === undefined
        ? relative.format(0, 'second')
        : relative.format(Math.round(seconds / step[1]), step[0]);
    },
  };
}

/** How values are written in the language that is shown. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return useMemo(() => createFormats(i18n.language), [i18n.language]);
}

/** Money is shown from its decimal string; a number of floating point would lie about large wallets. */
function formatMoney(usd: string, locale: string): string {
  const value = Number(usd);
  const size = Math.abs(value);
  const digits = size === 0 || size >= 1 ? 2 : Math.min(9, 2 - Math.floor(Math.log10(size)));
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: Math.max(2, digits),
  }).format(isDecimal(usd) ? usd : value);
}

/** `Intl.NumberFormat` takes decimal strings exactly (ECMA-402, `format` of a mathematical value). */
function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}

function formatDuration(ms: number, locale: string): string {
  const [value, unit, digits] =
    ms < 1_000
      ? [ms, 'millisecond', 0]
      : ms < 60_000
        ? [ms / 1_000, 'second', ms < 10_000 ? 2 : 1]
        : [ms / 60_000, 'minute', 1];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: String(unit),
    unitDisplay: 'short',
    maximumFractionDigits: Number(digits),
  }).format(Number(value));
}
