import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { INPUT_CLASS } from './form/index.ts';

/** After the last letter, so that a word is one question and not one a letter. */
const TYPING_MS = 250;

/** Searches a list for what is typed, once the typing pauses. */
export function SearchField({
  label,
  value,
  onSearch,
}: {
  label: string;
  /** What is searched for now. */
  value: string;
  onSearch: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);

  useEffect(() => {
    if (typed.trim() === value) {
      return;
    }
    const timer = setTimeout(() => onSearch(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);

  return (
    <span className="relative w-full sm:w-60">
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
      />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={`${INPUT_CLASS} pl-8`}
      />
    </span>
  );
}
