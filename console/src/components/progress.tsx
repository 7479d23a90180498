import { classNames } from './class-names.ts';

/** How much of a whole is used or done; from `warnAt` on it warns, at the whole it is full. */
export function Progress({
  value,
  max,
  label,
  warnAt = 0.9,
}: {
  value: number;
  max: number;
  label: string;
  warnAt?: number;
}) {
  const share = max <= 0 ? 1 : Math.min(1, value / max);
  const tone = share >= 1 ? 'bg-danger' : share >= warnAt ? 'bg-warning' : 'bg-accent';
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      className="block h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <span className={classNames('block h-full rounded-full', tone)} style={{ width: `${share * 100}%` }} />
    </span>
  );
}
