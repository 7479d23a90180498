import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  NewProject,
  ProjectJson,
  ProjectPatch,
  WebhookSecretJson,
} from '../../../src/console-api/contract/projects.ts';
import { get, patch, post, remove } from './client.ts';
import { getAll } from './lists.ts';
import { queryClient } from './query-client.ts';

const PROJECTS = '/api/v1/projects';

/** A project. */
export type Project = z.output<typeof ProjectJson>;
/** What of a project may be changed. */
export type ProjectChange = z.input<typeof ProjectPatch>;

/** The projects of an organization. */
export function projectsOptions(organizationId: string | undefined) {
  return queryOptions({
    queryKey: ['projects', 'all', organizationId ?? null] as const,
    queryFn: ({ signal }) => getAll<Project>(PROJECTS, { organization_id: organizationId }, signal),
    staleTime: 60_000,
  });
}

/** One project, with its webhook secret where the reader may see it. */
export function projectOptions(id: string) {
  return queryOptions({
    queryKey: ['projects', id] as const,
    queryFn: ({ signal }) => get<Project>(`${PROJECTS}/${id}`, {}, signal),
  });
}

/** Makes a project. @throws {ApiError} */
export async function createProject(body: z.input<typeof NewProject>): Promise<Project> {
  return changed(await post<Project>(PROJECTS, body));
}

/** Changes a project; in force within a second. @throws {ApiError} */
export async function updateProject(id: string, change: ProjectChange): Promise<Project> {
  return changed(await patch<Project>(`${PROJECTS}/${id}`, change));
}

/** Deletes a project that no key belongs to. @throws {ApiError} */
export async function deleteProject(id: string): Promise<unknown> {
  return changed(await remove(`${PROJECTS}/${id}`));
}

/** Replaces what the webhooks of a project are signed with, at once. @throws {ApiError} */
export async function rotateWebhookSecret(id: string): Promise<unknown> {
  return changed(await post<z.output<typeof WebhookSecretJson>>(`${PROJECTS}/${id}/rotate-webhook-secret`));
}

async function changed<Answer>(answer: Answer): Promise<Answer> {
  await queryClient.invalidateQueries({ queryKey: ['projects'] });
  return answer;
}
