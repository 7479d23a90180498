import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { Images } from 'lucide-react';
import type { Task } from '../../api/tasks.ts';
import { personalArea } from '../../app/areas.ts';
import type { NavigationEntry } from '../../app/navigation.ts';

/** Where a task can stand. */
export const STATUSES = [
  'pending',
  'queued',
  'running',
  'succeeded',
  'failed',
  'canceled',
  'timeout',
] as const satisfies readonly Task['status'][];
/** What a task can make. */
export const MODALITIES = ['image', 'video', 'music'] as const satisfies readonly Task['modality'][];

/** What the address says. */
export interface TaskSearch {
  readonly status?: Task['status'];
  readonly modality?: Task['modality'];
  /** Pictures side by side instead of a table. */
  readonly view?: 'gallery';
}

/** Reads the address; what it does not understand is left out. */
export function readTaskSearch(given: Record<string, unknown>): TaskSearch {
  const status = STATUSES.find((one) => one === given.status);
  const modality = MODALITIES.find((one) => one === given.modality);
  return {
    ...(status === undefined ? {} : { status }),
    ...(modality === undefined ? {} : { modality }),
    ...(given.view === 'gallery' ? { view: 'gallery' as const } : {}),
  };
}

const listRoute = createRoute({
  getParentRoute: () => personalArea,
  path: '/tasks',
  validateSearch: readTaskSearch,
  component: lazyRouteComponent(() => import('./tasks-page.tsx'), 'TasksPage'),
});

const oneRoute = createRoute({
  getParentRoute: () => personalArea,
  path: '/tasks/$taskId',
  component: lazyRouteComponent(() => import('./task-page.tsx'), 'TaskPage'),
});

/** Media tasks, and a page a task. */
export const taskRoutes = [listRoute, oneRoute] as const;

/** Where they stand in the navigation. */
export const taskNavigation: readonly NavigationEntry[] = [
  {
    area: 'personal',
    to: '/tasks',
    label: { en: 'Tasks', zh: '任务' },
    icon: Images,
    order: 60,
    permission: 'tasks:read',
  },
];
