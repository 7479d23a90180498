/** The box that chooses a row, or all of them. */
export function RowBox({
  label,
  isChecked,
  isPartly = false,
  onChange,
}: {
  label: string;
  isChecked: boolean;
  isPartly?: boolean;
  onChange: (isChecked: boolean) => void;
}) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={isChecked}
      ref={(box) => {
        if (box !== null) {
          box.indeterminate = isPartly && !isChecked;
        }
      }}
      onChange={(event) => onChange(event.target.checked)}
      className="block size-4 accent-accent"
    />
  );
}
