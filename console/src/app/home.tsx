import { useQuery } from '@tanstack/react-query';
import { createRoute, Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get } from '../api/client.ts';
import type { ListPart } from '../api/lists.ts';
import { EmptyState, LoadingState } from '../components/states.tsx';
import { personalArea } from './areas.ts';
import { useScope } from './session.ts';
import { useNavigation } from './use-navigation.ts';

/** The front door leads to the first minutes, and whoever had theirs to the page after them. */
export const homeRoute = createRoute({ getParentRoute: () => personalArea, path: '/', component: HomePage });

function HomePage() {
  const { t } = useTranslation();
  const { organizationId, can } = useScope();
  const [first, second] = useNavigation('personal');
  const { data, isLoading } = useQuery({
    queryKey: ['requests', 'any', organizationId ?? null],
    queryFn: ({ signal }) =>
      get<ListPart<unknown>>('/api/v1/requests', { organization_id: organizationId, limit: 1 }, signal),
    enabled: can('requests:read'),
  });
  if (isLoading) {
    return <LoadingState />;
  }
  const hasBegun = data !== undefined && data.data.length > 0;
  const entry = (hasBegun ? second : first) ?? first;
  return entry === undefined ? (
    <EmptyState title={t('state.nothingHere')} />
  ) : (
    <Navigate to={entry.to} replace />
  );
}
