import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { SlidersHorizontal } from 'lucide-react';
import { personalArea } from '../../app/areas.ts';
import type { NavigationEntry } from '../../app/navigation.ts';

/** The parts of the page. */
export const PROJECT_TABS = ['settings', 'provider-keys', 'members'] as const;

/** One of these parts. */
export type ProjectTab = (typeof PROJECT_TABS)[number];

/** What the address says. */
export interface ProjectSearch {
  readonly tab?: ProjectTab;
  /** The project that is shown; without it the first. */
  readonly project?: string;
}

const route = createRoute({
  getParentRoute: () => personalArea,
  path: '/project',
  validateSearch: ({ tab, project }: Record<string, unknown>): ProjectSearch => {
    const known = PROJECT_TABS.find((name) => name === tab);
    return {
      ...(known === undefined ? {} : { tab: known }),
      ...(typeof project === 'string' ? { project } : {}),
    };
  },
  component: lazyRouteComponent(() => import('./project-page.tsx'), 'ProjectPage'),
});

/** Projects with their settings, provider keys, members. */
export const projectRoutes = [route] as const;

/** Where they stand in the navigation. */
export const projectNavigation: readonly NavigationEntry[] = [
  {
    area: 'personal',
    to: '/project',
    label: { en: 'Project', zh: '项目' },
    icon: SlidersHorizontal,
    order: 90,
    permission: 'projects:read',
  },
];
