import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterSelect } from '../../components/filter-select.tsx';
import { INPUT_CLASS } from '../../components/form/index.ts';
import type { KeyNames } from './key-columns.tsx';
import { type KeySearch, readKeySearch } from './key-search.ts';

/** After the last letter, so that a word is one question and not one a letter. */
const TYPING_MS = 250;

/** Search and filters of the list. */
export function KeyFilters({
  search,
  names,
  onChange,
}: {
  search: KeySearch;
  names: KeyNames;
  onChange: (search: KeySearch) => void;
}) {
  const { t } = useTranslation('keys');
  const [typed, setTyped] = useState(search.search ?? '');
  const set = (name: keyof KeySearch) => (value: string) =>
    onChange(readKeySearch({ ...search, [name]: value }));

  useEffect(() => {
    if (typed.trim() === (search.search ?? '')) {
      return;
    }
    const timer = setTimeout(() => onChange(readKeySearch({ ...search, search: typed.trim() })), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, search, onChange]);

  const groups = [...names.groups, ...names.imageBatchGroups];
  return (
    <search className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <span className="relative w-full sm:w-60">
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
        label={t('filter.status')}
        value={search.status ?? ''}
        onChange={set('status')}
        choices={(['active', 'inactive', 'expired', 'exhausted', 'deleted'] as const).map((status) => ({
          value: status,
          label: t(`status.${status}`),
        }))}
      />
      <FilterSelect
        label={t('filter.type')}
        value={search.type ?? ''}
        onChange={set('type')}
        choices={(['general', 'image'] as const).map((type) => ({ value: type, label: t(`type.${type}`) }))}
      />
      {groups.length > 1 ? (
        <FilterSelect
          label={t('filter.group')}
          value={search.group ?? ''}
          onChange={set('group')}
          choices={groups.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      {names.projects.length > 1 ? (
        <FilterSelect
          label={t('filter.project')}
          value={search.project ?? ''}
          onChange={set('project')}
          choices={names.projects.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
    </search>
  );
}
