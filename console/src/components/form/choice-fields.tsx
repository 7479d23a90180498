import { Switch as Radix } from 'radix-ui';
import { type InputHTMLAttributes, type ReactNode, type Ref, type SelectHTMLAttributes, useId } from 'react';
import { classNames } from '../class-names.ts';
import { Field, type FieldProps, INPUT_CLASS } from './field.tsx';

/** One entry of a choice. */
export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
}

interface SelectFieldProps extends FieldProps, SelectHTMLAttributes<HTMLSelectElement> {
  readonly choices: readonly Choice[];
  readonly ref?: Ref<HTMLSelectElement>;
}

/** One of several; the platform's own list, which phones and screen readers know best. */
export function SelectField({ label, hint, error, choices, className, ...rest }: SelectFieldProps) {
  return (
    <Field
      label={label}
      hint={hint}
      {...(error === undefined ? {} : { error })}
      {...(className === undefined ? {} : { className })}
    >
      {(attributes) => (
        <select {...rest} {...attributes} className={classNames(INPUT_CLASS, 'h-9.5 sm:h-[34px]')}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Yes or no, in a form. */
export function CheckboxField({ label, hint, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input
        type="checkbox"
        {...rest}
        id={id}
        aria-describedby={hint == null ? undefined : `${id}-note`}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <div>
        <label htmlFor={id} className="block text-sm">
          {label}
        </label>
        {hint == null ? null : (
          <p id={`${id}-note`} className="text-xs text-ink-faint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

/** On or off, in force as soon as the form is saved, or at once where it stands alone. */
export function SwitchField({
  label,
  hint,
  isOn,
  onChange,
  isDisabled = false,
}: {
  label: string;
  hint?: ReactNode;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <label htmlFor={id} className="block text-sm font-medium">
          {label}
        </label>
        {hint == null ? null : (
          <p id={`${id}-note`} className="text-xs text-ink-faint">
            {hint}
          </p>
        )}
      </div>
      <Radix.Root
        id={id}
        checked={isOn}
        onCheckedChange={onChange}
        disabled={isDisabled}
        {...(hint == null ? {} : { 'aria-describedby': `${id}-note` })}
        className="h-5 w-9 shrink-0 rounded-full bg-line-strong p-0.5 transition-colors disabled:opacity-50 data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-4 rounded-full bg-white transition-transform data-[state=checked]:translate-x-4" />
      </Radix.Root>
    </div>
  );
}
