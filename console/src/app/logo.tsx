/** The barrier of a toll road, open. */
function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="7" fill="var(--accent)" />
      <g fill="var(--on-accent)">
        <rect x="6.6" y="16" width="4.8" height="10" rx="1" />
        <g transform="rotate(-26 9 16)">
          <rect x="6" y="13.4" width="7" height="5.2" rx="1.2" />
          <rect x="14.6" y="13.4" width="5.2" height="5.2" />
          <rect x="21.4" y="13.4" width="6.4" height="5.2" rx="1.2" />
        </g>
      </g>
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
