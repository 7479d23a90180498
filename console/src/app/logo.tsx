/** The barrier of a toll road, open. */
function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <g fill="var(--on-accent)">
        <rect x="6" y="9" width="4.5" height="16" rx="1.2" />
        <path d="M8.2 13.2 25 8.6a1.6 1.6 0 0 1 2 1.1l.3 1.2a1.6 1.6 0 0 1-1.1 2L9.4 17.5z" />
      </g>
      <path d="m14 11.6 3-.8-.6 4.7-3 .8zM20.2 9.9l3-.8-.6 4.7-3 .8z" fill="var(--accent)" />
    </svg>
  );
}

/** The mark with the name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2.5 font-semibold tracking-tight">
      <Mark className="size-6" />
      Turnpike
    </span>
  );
}
