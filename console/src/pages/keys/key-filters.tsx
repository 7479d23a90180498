import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterSelect } from '../../components/filter-select.tsx';
import { SearchField } from '../../components/search-field.tsx';
import type { KeyNames } from './key-columns.tsx';
import { type KeySearch, readKeySearch } from './key-search.ts';

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
  const set = (name: keyof KeySearch) => (value: string) =>
    onChange(readKeySearch({ ...search, [name]: value }));

  const onSearch = useCallback(
    (words: string) => onChange(readKeySearch({ ...search, search: words })),
    [search, onChange],
  );

  const groups = [...names.groups, ...names.imageBatchGroups];
  return (
    <search className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <SearchField label={t('filter.search')} value={search.search ?? ''} onSearch={onSearch} />
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
