import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';

/** What every field has. */
export interface FieldProps {
  readonly label: string;
  /** A sentence below the field. */
  readonly hint?: ReactNode;
  /** Why what was typed is not taken; it stays typed. */
  readonly error?: string | undefined;
  readonly isOptional?: boolean;
}

/** The attributes that tie an input to its label, hint and error. */
export interface FieldAttributes {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

/** The frame of a field: label above, input, then the error or the hint. */
export function Field({
  label,
  hint,
  error,
  className,
  children,
}: FieldProps & { className?: string; children: (attributes: FieldAttributes) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  const noteId = `${id}-note`;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-[13px] font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        'aria-describedby': note == null ? undefined : noteId,
      })}
      {note == null ? null : (
        <p
          id={noteId}
          className={classNames(
            'mt-1 text-xs break-words',
            error === undefined ? 'text-ink-faint' : 'text-danger-ink',
          )}
        >
          {note}
        </p>
      )}
    </div>
  );
}

/** The look of everything that is typed into. 16 px on phones, because below that Safari zooms in. */
export const INPUT_CLASS = classNames(
  'block w-full rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-ink placeholder:text-ink-faint',
  'text-base sm:text-sm aria-invalid:border-danger disabled:opacity-60',
);
