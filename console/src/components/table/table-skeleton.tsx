import { Skeleton } from '../skeleton.tsx';

const ROWS = [0.9, 0.6, 0.75, 0.5, 0.8];

/** The shape of a table that is on its way. */
export function TableSkeleton({ columnCount }: { columnCount: number }) {
  const columns = Array.from({ length: Math.min(6, columnCount) }, (_, index) => index);
  return (
    <div className="divide-y divide-line">
      {ROWS.map((share) => (
        <div key={share} className="flex gap-6 px-3 py-3.5">
          {columns.map((column) => (
            <span key={column} className="flex-1 first:flex-2 max-sm:nth-[n+3]:hidden">
              <span className="block" style={{ width: `${share * 100}%` }}>
                <Skeleton className="h-4" />
              </span>
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
