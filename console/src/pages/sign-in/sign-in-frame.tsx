import { type ReactNode, useEffect } from 'react';

/** The frame of one step: what it is, why, and the form. */
export function SignInFrame({
  title,
  text,
  children,
}: {
  title: string;
  text?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Turnpike`;
  }, [title]);
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      {text === undefined ? null : <p className="mt-1.5 text-sm text-ink-soft">{text}</p>}
      <div className="mt-6 space-y-4">{children}</div>
    </>
  );
}

/** The look of a link in a sentence. */
export const LINK_CLASS = 'font-medium text-accent-ink underline underline-offset-3 hover:no-underline';
