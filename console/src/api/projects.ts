import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ProjectJson } from '../../../src/console-api/contract/projects.ts';
import { getAll } from './lists.ts';

/** A project. */
export type Project = z.output<typeof ProjectJson>;

/** The projects of an organization. */
export function projectsOptions(organizationId: string | undefined) {
  return queryOptions({
    queryKey: ['projects', 'all', organizationId ?? null] as const,
    queryFn: ({ signal }) => getAll<Project>('/api/v1/projects', { organization_id: organizationId }, signal),
    staleTime: 60_000,
  });
}
