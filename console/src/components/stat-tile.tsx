import type { ReactNode } from 'react';
import { Skeleton } from './skeleton.tsx';

/** One figure with what it is; `hint` stands below: a comparison, a unit, a limit. */
export function StatTile({
  label,
  value,
  hint,
  isLoading = false,
}: {
  label: string;
  value: ReactNode;
  hint?: ReactNode;
  isLoading?: boolean;
}) {
  return (
    <div className="rounded-lg border border-line bg-surface px-4 py-3">
      <div className="text-xs font-medium text-ink-faint">{label}</div>
      <div className="numeric mt-1 text-xl font-semibold tracking-tight">
        {isLoading ? <Skeleton className="h-7 w-24" /> : value}
      </div>
      {hint === undefined ? null : <div className="numeric mt-0.5 text-xs text-ink-faint">{hint}</div>}
    </div>
  );
}
