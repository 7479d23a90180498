import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Download, ScrollText } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { allKeysOptions } from '../../api/keys.ts';
import { exportAddress, requestsOptions } from '../../api/requests.ts';
import { useScope } from '../../app/session.ts';
import { buttonClass } from '../../components/button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { EmptyState } from '../../components/states.tsx';
import { DataTable } from '../../components/table/index.ts';
import { useRequestColumns } from './request-columns.tsx';
import { RequestFilters } from './request-filters.tsx';
import { requestQueryOf } from './request-search.ts';

const route = getRouteApi('/personal/requests');
const NONE: readonly never[] = [];

/** Every request, newest first, with those that come while one looks. */
export function RequestsPage() {
  const { t } = useTranslation('requests');
  const { organizationId } = useScope();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const asked = requestQueryOf(search, organizationId);
  const query = useInfiniteQuery(requestsOptions(asked, search.live === true));
  const { data: keys = NONE } = useQuery(allKeysOptions(organizationId));
  const nameOfKey = useCallback((id: string) => keys.find((key) => key.id === id)?.name ?? id, [keys]);
  const columns = useRequestColumns(nameOfKey);
  const isFiltered = Object.keys(search).some((name) => name !== 'live');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <a href={exportAddress(asked)} download className={buttonClass()}>
            <Download aria-hidden className="size-4" />
            {t('export')}
          </a>
        }
      />
      <DataTable
        name="requests"
        label={t('title')}
        columns={columns}
        query={query}
        toolbar={
          <RequestFilters
            search={search}
            keys={keys}
            onChange={(next) => void navigate({ search: next, replace: true })}
          />
        }
        empty={
          <EmptyState icon={<ScrollText />} title={t(isFiltered ? 'empty.filtered' : 'empty.title')}>
            {isFiltered ? undefined : t('empty.text')}
          </EmptyState>
        }
      />
    </>
  );
}
