import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../components/class-names.ts';

/** One step on the way, with a milestone that turns green. */
export function Step({
  number,
  title,
  isDone = false,
  isLast = false,
  children,
}: {
  number: number;
  title: string;
  isDone?: boolean;
  isLast?: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('start');
  return (
    <li className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 sm:gap-x-4">
      <div className="flex flex-col items-center">
        <span
          className={classNames(
            'numeric flex size-8 shrink-0 items-center justify-center rounded-full border text-sm font-semibold transition-colors',
            isDone ? 'border-accent bg-accent text-on-accent' : 'border-line-strong bg-surface text-ink-soft',
          )}
        >
          {isDone ? <Check aria-hidden className="size-4" strokeWidth={3} /> : number}
        </span>
        {isLast ? null : (
          <span aria-hidden className={classNames('w-px flex-1', isDone ? 'bg-accent' : 'bg-line-strong')} />
        )}
      </div>
      <section className={classNames('min-w-0', isLast ? '' : 'pb-8')}>
        <h2 className="mb-2 flex min-h-8 items-center font-semibold">
          {title}
          {isDone ? <span className="sr-only"> ({t('done')})</span> : null}
        </h2>
        {children}
      </section>
    </li>
  );
}
