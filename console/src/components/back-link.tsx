import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';

/** The way from one thing back to the list of them; stands above the page's title. */
export function BackLink({ to, label }: { to: '/keys' | '/requests' | '/tasks'; label: string }) {
  return (
    <Link
      to={to}
      search={{}}
      className="mb-1 inline-flex items-center gap-1 text-sm text-ink-soft hover:underline"
    >
      <ArrowLeft aria-hidden className="size-3.5" />
      {label}
    </Link>
  );
}
