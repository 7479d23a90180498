import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/keys.ts';
import { FilterSelect } from '../../components/filter-select.tsx';
import { INPUT_CLASS, SwitchField } from '../../components/form/index.ts';
import { type RequestSearch, readRequestSearch, STATES } from './request-search.ts';

/** After the last letter, so that a word is one question and not one a letter. */
const TYPING_MS = 300;

/** Search, filters, and whether the list follows what comes. */
export function RequestFilters({
  search,
  keys,
  onChange,
}: {
  search: RequestSearch;
  keys: readonly ApiKey[];
  onChange: (search: RequestSearch) => void;
}) {
  const { t } = useTranslation('requests');
  const [typed, setTyped] = useState(search.search ?? '');

  useEffect(() => {
    if (typed.trim() === (search.search ?? '')) {
      return;
    }
    const timer = setTimeout(
      () => onChange(readRequestSearch({ ...search, search: typed.trim() })),
      TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, search, onChange]);

  return (
    <search className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <span className="relative w-full sm:w-64">
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-faint"
        />
        <input
          type="search"
          aria-label={t('filter.search')}
          placeholder={t('filter.search')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={`${INPUT_CLASS} pl-8`}
        />
      </span>
      <FilterSelect
        label={t('filter.state')}
        value={search.state ?? ''}
        onChange={(state) => onChange(readRequestSearch({ ...search, state }))}
        choices={STATES.map((state) => ({ value: state, label: t(`state.${state}`) }))}
      />
      <FilterSelect
        label={t('filter.key')}
        value={search.key ?? ''}
        onChange={(key) => onChange(readRequestSearch({ ...search, key }))}
        choices={keys.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SwitchField
        label={t('filter.live')}
        isOn={search.live === true}
        onChange={(live) => onChange(readRequestSearch({ ...search, live }))}
      />
    </search>
  );
}
