import { accountNavigation, accountRoutes } from '../pages/account/routes.ts';
import { keyNavigation, keyRoutes } from '../pages/keys/routes.ts';
import { projectNavigation, projectRoutes } from '../pages/project/routes.ts';
import { requestNavigation, requestRoutes } from '../pages/requests/routes.ts';
import { signInRoutes } from '../pages/sign-in/routes.ts';
import { startNavigation, startRoutes } from '../pages/start/routes.ts';
import { taskNavigation, taskRoutes } from '../pages/tasks/routes.ts';
import { usageNavigation, usageRoutes } from '../pages/usage/routes.ts';
import { walletNavigation, walletRoutes } from '../pages/wallet/routes.ts';
import { operatorArea, personalArea, rootRoute, signedOutArea } from './areas.ts';
import { homeRoute } from './home.tsx';
import type { NavigationEntry } from './navigation.ts';

/** Every page of the console: a line for its routes here, and one below where it has a place in the navigation. */
export const routeTree = rootRoute.addChildren([
  signedOutArea.addChildren([...signInRoutes]),
  personalArea.addChildren([
    homeRoute,
    // Pages about an organization, by name.
    ...accountRoutes,
    ...keyRoutes,
    ...projectRoutes,
    ...requestRoutes,
    ...startRoutes,
    ...taskRoutes,
    ...usageRoutes,
    ...walletRoutes,
  ]),
  operatorArea.addChildren([
    // Pages of the operator, by name.
  ]),
]);

/** What stands in the navigation. */
export const NAVIGATION: readonly NavigationEntry[] = [
  // By name; their order is in the entries.
  ...accountNavigation,
  ...keyNavigation,
  ...projectNavigation,
  ...requestNavigation,
  ...startNavigation,
  ...taskNavigation,
  ...usageNavigation,
  ...walletNavigation,
];
