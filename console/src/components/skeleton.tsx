import { classNames } from './class-names.ts';

/** The shape of what is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classNames('block animate-shimmer rounded bg-line', className)} />;
}
