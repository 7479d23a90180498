import { createRoute, Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/states.tsx';
import { personalArea } from './areas.ts';
import { useNavigation } from './use-navigation.ts';

/** The front door leads to the first page that one may see. */
export const homeRoute = createRoute({ getParentRoute: () => personalArea, path: '/', component: HomePage });

function HomePage() {
  const { t } = useTranslation();
  const [first] = useNavigation('personal');
  return first === undefined ? (
    <EmptyState title={t('state.nothingHere')} />
  ) : (
    <Navigate to={first.to} replace />
  );
}
