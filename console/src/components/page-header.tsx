import { type ReactNode, useEffect } from 'react';

/** The head of every page: its name, which is the document's title too, a sentence about it, and what it can do. */
export function PageHeader({
  title,
  description,
  actions,
  before,
}: {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Stands above the title: the way back. */
  before?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Turnpike`;
  }, [title]);
  return (
    <div className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {before}
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {description === undefined ? null : (
          <p className="mt-1 max-w-[70ch] text-sm text-ink-soft">{description}</p>
        )}
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
