import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound, Plus, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupsOptions, imageBatchGroupsOptions } from '../../api/groups.ts';
import { keyListOptions } from '../../api/keys.ts';
import { projectsOptions } from '../../api/projects.ts';
import { useScope } from '../../app/session.ts';
import { Button } from '../../components/button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState } from '../../components/states.tsx';
import { DataTable, type Sort } from '../../components/table/index.ts';
import { BulkBar } from './bulk-bar.tsx';
import { useKeyColumns } from './key-columns.tsx';
import { KeyDialogs } from './key-dialogs.tsx';
import { KeyFilters } from './key-filters.tsx';
import { type KeySearch, keyQueryOf, readKeySearch } from './key-search.ts';
import type { KeyDialog } from './open-dialog.ts';

const route = getRouteApi('/personal/keys');
const NOBODY: ReadonlySet<string> = new Set();
const NONE: readonly never[] = [];

/** The keys of an organization: found, created, changed, copied, deleted. */
export function KeysPage() {
  const { t } = useTranslation('keys');
  const { organizationId, can } = useScope();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(keyListOptions(keyQueryOf(search, organizationId)));
  const { data: groups = NONE } = useQuery(groupsOptions(organizationId));
  const { data: imageBatchGroups = NONE } = useQuery(imageBatchGroupsOptions(organizationId));
  const { data: projects = NONE } = useQuery(projectsOptions(organizationId));
  const names = useMemo(() => ({ groups, imageBatchGroups, projects }), [groups, imageBatchGroups, projects]);
  const [dialog, open] = useState<KeyDialog | null>(null);
  const [selection, select] = useState(NOBODY);
  const columns = useKeyColumns(names, open);
  const mayWrite = can('keys:write');
  const isFiltered = Object.keys(search).some((name) => name !== 'sort' && name !== 'order');

  function change(next: KeySearch): void {
    select(NOBODY);
    void navigate({ search: readKeySearch({ ...next }), replace: true });
  }

  const create = (
    <Button
      kind="primary"
      icon={<Plus aria-hidden className="size-4" />}
      onClick={() => open({ kind: 'create' })}
    >
      {t('create.open')}
    </Button>
  );
  const sort: Sort = {
    by: search.sort ?? 'created_at',
    order: search.order ?? (search.sort === 'name' ? 'asc' : 'desc'),
  };
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={mayWrite ? create : undefined} />
      <DataTable
        name="keys"
        label={t('title')}
        columns={columns}
        query={query}
        sort={sort}
        onSort={({ by, order }) => change(readKeySearch({ ...search, sort: by, order }))}
        {...(mayWrite ? { selection, onSelect: select } : {})}
        nameOf={(key) => key.name}
        toolbar={
          selection.size === 0 ? (
            <KeyFilters search={search} names={names} onChange={change} />
          ) : (
            <BulkBar
              keys={(query.data ?? NONE).filter(({ id }) => selection.has(id))}
              onDone={() => select(NOBODY)}
            />
          )
        }
        empty={
          isFiltered ? (
            <EmptyState
              icon={<SearchX />}
              title={t('empty.filtered')}
              action={<Button onClick={() => change({})}>{t('empty.clear')}</Button>}
            />
          ) : (
            <EmptyState icon={<KeyRound />} title={t('empty.title')} action={mayWrite ? create : undefined}>
              {t('empty.text')}
            </EmptyState>
          )
        }
      />
      <KeyDialogs dialog={dialog} open={open} onClose={() => open(null)} />
    </>
  );
}
