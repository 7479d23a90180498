import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { ErrorPage } from './error-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { requireSession } from './session.ts';

/** Above every page. */
export const rootRoute = createRootRoute({ errorComponent: ErrorPage, notFoundComponent: NotFoundPage });

/** Pages for people who are not signed in. */
export const signedOutArea = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-out',
  component: lazyRouteComponent(() => import('./signed-out-layout.tsx'), 'SignedOutLayout'),
});

/** Pages about one organization of whoever is signed in. */
export const personalArea = createRoute({
  getParentRoute: () => rootRoute,
  id: 'personal',
  beforeLoad: ({ location }) => requireSession(location),
  component: lazyRouteComponent(() => import('./shell.tsx'), 'PersonalShell'),
});

/** Pages of the operator, under `/operator`. */
export const operatorArea = createRoute({
  getParentRoute: () => rootRoute,
  path: '/operator',
  async beforeLoad({ location }) {
    const me = await requireSession(location);
    if (me.kind !== 'operator') {
      throw redirect({ to: '/' });
    }
  },
  component: lazyRouteComponent(() => import('./shell.tsx'), 'OperatorShell'),
});
