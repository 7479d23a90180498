import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** A part of the form that most people leave closed; it is open where something in it is set or refused. */
export function Section({
  title,
  isOpen,
  children,
}: {
  title: string;
  isOpen: boolean;
  children: ReactNode;
}) {
  return (
    <details open={isOpen} className="group border-t border-line pt-4">
      <summary className="flex list-none items-center gap-1.5 rounded text-sm font-semibold [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 text-ink-faint transition-transform group-open:rotate-90"
        />
        {title}
      </summary>
      <div className="mt-3 space-y-4">{children}</div>
    </details>
  );
}
