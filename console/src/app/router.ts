import { createRouter } from '@tanstack/react-router';
import { ApiError } from '../api/api-error.ts';
import { queryClient } from '../api/query-client.ts';
import { LoadingState } from '../components/states.tsx';
import { routeTree } from './pages.ts';
import { forgetSession } from './session.ts';

/** Leads from addresses to pages. */
export const router = createRouter({
  routeTree,
  basepath: '/console',
  defaultPreload: 'intent',
  defaultPendingComponent: LoadingState,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

// A session that ended while somebody worked: they sign in again and come back to where they were.
queryClient.getQueryCache().subscribe(({ type, query }) => {
  const { error } = query.state;
  const isInside = router.state.matches.some(({ routeId }) => /^\/(personal|operator)/.test(routeId));
  if (type === 'updated' && error instanceof ApiError && error.status === 401 && isInside) {
    const next = router.state.location.href;
    forgetSession();
    void router.navigate({ to: '/sign-in', search: { next } });
  }
});
