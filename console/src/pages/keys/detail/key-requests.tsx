import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { requestsOptions } from '../../../api/requests.ts';
import { EmptyState } from '../../../components/states.tsx';
import { DataTable } from '../../../components/table/index.ts';
import { useRequestColumns } from '../../requests/request-columns.tsx';

/** The requests of a key, newest first. */
export function KeyRequests({ keyId }: { keyId: string }) {
  const { t } = useTranslation('keys');
  const query = useInfiniteQuery(requestsOptions({ key_id: keyId }, false));
  const columns = useRequestColumns();
  return (
    <DataTable
      name="key-requests"
      label={t('tab.requests')}
      columns={columns}
      query={query}
      empty={<EmptyState title={t('request.empty')}>{t('usage.emptyText')}</EmptyState>}
    />
  );
}
