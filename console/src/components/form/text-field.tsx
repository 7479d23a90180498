import type { InputHTMLAttributes, ReactNode, Ref, TextareaHTMLAttributes } from 'react';
import { classNames } from '../class-names.ts';
import { Field, type FieldProps, INPUT_CLASS } from './field.tsx';

interface TextFieldProps extends FieldProps, InputHTMLAttributes<HTMLInputElement> {
  readonly ref?: Ref<HTMLInputElement>;
  /** Stands inside at the end: a unit. */
  readonly unit?: ReactNode;
}

/** One line of text; spread `register('name')` of react-hook-form into it. */
export function TextField({ label, hint, error, unit, className, ...rest }: TextFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      {...(error === undefined ? {} : { error })}
      {...(className === undefined ? {} : { className })}
    >
      {(attributes) => (
        <span className="relative block">
          <input
            autoComplete="off"
            {...rest}
            {...attributes}
            className={classNames(INPUT_CLASS, unit !== undefined && 'pr-12')}
          />
          {unit === undefined ? null : (
            <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-xs text-ink-faint">
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  );
}

interface TextAreaFieldProps extends FieldProps, TextareaHTMLAttributes<HTMLTextAreaElement> {
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text. */
export function TextAreaField({ label, hint, error, className, ...rest }: TextAreaFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      {...(error === undefined ? {} : { error })}
      {...(className === undefined ? {} : { className })}
    >
      {(attributes) => (
        <textarea rows={3} spellCheck={false} {...rest} {...attributes} className={INPUT_CLASS} />
      )}
    </Field>
  );
}
