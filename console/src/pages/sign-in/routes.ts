import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedOutArea } from '../../app/areas.ts';

/** Where somebody wants to go after signing in; nowhere outside of the console. */
function readNext(search: Record<string, unknown>): { next?: string; error?: string } {
  const { next, error } = search;
  return {
    ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {}),
    ...(typeof error === 'string' ? { error } : {}),
  };
}

const signInRoute = createRoute({
  getParentRoute: () => signedOutArea,
  path: '/sign-in',
  validateSearch: readNext,
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
});

const firstRoute = createRoute({
  getParentRoute: () => signedOutArea,
  path: '/sign-in/first',
  validateSearch: ({ token }: Record<string, unknown>) => (typeof token === 'string' ? { token } : {}),
  component: lazyRouteComponent(() => import('./first-operator-page.tsx'), 'FirstOperatorPage'),
});

const forgotRoute = createRoute({
  getParentRoute: () => signedOutArea,
  path: '/sign-in/forgot',
  component: lazyRouteComponent(() => import('./forgot-page.tsx'), 'ForgotPage'),
});

const resetRoute = createRoute({
  getParentRoute: () => signedOutArea,
  path: '/sign-in/reset',
  component: lazyRouteComponent(() => import('./reset-page.tsx'), 'ResetPage'),
});

const verifiedRoute = createRoute({
  getParentRoute: () => signedOutArea,
  path: '/sign-in/verified',
  validateSearch: ({ error }: Record<string, unknown>) => (typeof error === 'string' ? { error } : {}),
  component: lazyRouteComponent(() => import('./verified-page.tsx'), 'VerifiedPage'),
});

const signUpRoute = createRoute({
  getParentRoute: () => signedOutArea,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./sign-up-page.tsx'), 'SignUpPage'),
});

const invitationRoute = createRoute({
  getParentRoute: () => signedOutArea,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
});

/** Everything that happens before somebody is signed in. */
export const signInRoutes = [
  signInRoute,
  firstRoute,
  forgotRoute,
  resetRoute,
  verifiedRoute,
  signUpRoute,
  invitationRoute,
] as const;
