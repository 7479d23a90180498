import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { GroupJson, ImageBatchGroupJson } from '../../../src/console-api/contract/groups.ts';
import { getAll } from './lists.ts';

/** A general group. */
export type Group = z.output<typeof GroupJson>;
/** A pool for asynchronous image tasks. */
export type ImageBatchGroup = z.output<typeof ImageBatchGroupJson>;

/** The groups that keys of an organization may be bound to. */
export function groupsOptions(organizationId: string | undefined) {
  return queryOptions({
    queryKey: ['groups', 'all', organizationId ?? null] as const,
    queryFn: ({ signal }) => getAll<Group>('/api/v1/groups', { organization_id: organizationId }, signal),
    staleTime: 60_000,
  });
}

/** The image batch groups that keys of an organization may be bound to. */
export function imageBatchGroupsOptions(organizationId: string | undefined) {
  return queryOptions({
    queryKey: ['image-batch-groups', 'all', organizationId ?? null] as const,
    queryFn: ({ signal }) =>
      getAll<ImageBatchGroup>('/api/v1/image-batch-groups', { organization_id: organizationId }, signal),
    staleTime: 60_000,
  });
}
