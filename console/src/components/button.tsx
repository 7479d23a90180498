import { LoaderCircle } from 'lucide-react';
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';

/** How much a button asks for attention. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: ButtonKind;
  readonly size?: 'small' | 'medium';
  /** Shown while the work goes on; the button takes no second press meanwhile. */
  readonly isBusy?: boolean;
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

const KINDS: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent',
  secondary: 'bg-surface text-ink hover:bg-sunken border-line-strong',
  quiet: 'bg-transparent text-ink-soft hover:bg-sunken hover:text-ink border-transparent',
  danger: 'bg-danger text-white hover:bg-danger-hover border-transparent dark:text-canvas',
};

/** The look of a button, for links that are one. */
export function buttonClass(kind: ButtonKind = 'secondary', size: 'small' | 'medium' = 'medium'): string {
  return classNames(
    'inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap transition-colors',
    'disabled:opacity-55 disabled:pointer-events-none aria-disabled:opacity-55',
    size === 'small' ? 'h-8 px-2.5 text-[13px]' : 'h-9 px-3.5 text-sm',
    KINDS[kind],
  );
}

/** A button. It says what it does; an icon alone is an {@link IconButton}. */
export function Button({ kind, size, isBusy = false, icon, children, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={isBusy || undefined}
      disabled={rest.disabled === true || isBusy}
      className={classNames(buttonClass(kind, size), className)}
    >
      {isBusy ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, for screen readers and as a tip. */
  readonly label: string;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that is an icon. */
export function IconButton({ label, children, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classNames(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors',
        'hover:bg-sunken hover:text-ink disabled:opacity-50 disabled:pointer-events-none',
        className,
      )}
    >
      {children}
    </button>
  );
}
