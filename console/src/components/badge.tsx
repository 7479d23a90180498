import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** What a badge means. */
export type Tone = 'good' | 'neutral' | 'warning' | 'bad' | 'info';

const TONES: Readonly<Record<Tone, string>> = {
  good: 'bg-accent-soft text-accent-ink',
  neutral: 'bg-sunken text-ink-soft',
  warning: 'bg-warning-soft text-warning-ink',
  bad: 'bg-danger-soft text-danger-ink',
  info: 'bg-info-soft text-info-ink',
};

/** A word about a state. The dot repeats what the colour says; the word alone is enough. */
export function Badge({
  tone = 'neutral',
  hasDot = false,
  children,
}: {
  tone?: Tone;
  hasDot?: boolean;
  children: ReactNode;
}) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 rounded-full px-2 py-px text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {hasDot ? <span aria-hidden className="size-1.5 rounded-full bg-current" /> : null}
      {children}
    </span>
  );
}
