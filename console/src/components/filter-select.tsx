import { classNames } from './class-names.ts';
import type { Choice } from './form/choice-fields.tsx';
import { INPUT_CLASS } from './form/field.tsx';

/** A filter above a table: its name stands in it while nothing is chosen. */
export function FilterSelect({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  /** Empty for no filter. */
  value: string;
  choices: readonly Choice[];
  onChange: (value: string) => void;
}) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classNames(
        INPUT_CLASS,
        'h-9.5 w-auto! max-w-44 max-sm:min-w-0 max-sm:flex-1 sm:h-[34px]',
        value !== '' && 'border-accent bg-accent-soft text-accent-ink',
      )}
    >
      <option value="">{label}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
