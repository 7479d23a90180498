import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/keys.ts';
import { FilterSelect } from '../../components/filter-select.tsx';
import { SwitchField } from '../../components/form/index.ts';
import { SearchField } from '../../components/search-field.tsx';
import { type RequestSearch, readRequestSearch, STATES } from './request-search.ts';

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

  const onSearch = useCallback(
    (words: string) => onChange(readRequestSearch({ ...search, search: words })),
    [search, onChange],
  );

  return (
    <search className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <SearchField label={t('filter.search')} value={search.search ?? ''} onSearch={onSearch} />
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
