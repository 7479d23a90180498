import { createRoute } from '@hono/zod-openapi';
import { isId } from '../../core/ids.ts';
import { invalidField, Refusal } from '../../core/refusal.ts';
import type { Task } from '../../tasks/index.ts';
import type { ManagementApp } from '../context.ts';
import { answer, IdParam, listOf, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';
import { TaskJson, TaskListQuery, TaskWithJobsJson } from '../contract/tasks.ts';
import type { ManagementDeps } from '../deps.ts';
import { pathId } from '../path-ids.ts';
import { presentJob, presentTask } from './present-task.ts';

const reading = governed({ permission: 'tasks:read', target: 'task', action: null });

const listRoute = createRoute({
  ...{ tags: ['tasks'], ...reading },
  method: 'get',
  path: '/api/v1/tasks',
  summary: 'Media tasks, newest first',
  request: { query: TaskListQuery },
  responses: { 200: answer('A part of the list', listOf(TaskJson)), ...REFUSALS },
});

const getRoute = createRoute({
  ...{ tags: ['tasks'], ...reading },
  method: 'get',
  path: '/api/v1/tasks/{id}',
  summary: 'One task with what its upstreams were asked',
  request: { params: IdParam },
  responses: { 200: answer('The task', TaskWithJobsJson), ...REFUSALS },
});

const cancelRoute = createRoute({
  tags: ['tasks'],
  ...governed({ permission: 'tasks:cancel', target: 'task', action: 'task.cancel' }),
  method: 'post',
  path: '/api/v1/tasks/{id}/cancel',
  summary: 'Cancel a task that has not begun, or ask its upstream to stop',
  request: { params: IdParam },
  responses: { 200: answer('The task as it is now', TaskJson), ...REFUSALS },
});

/** Adds `/api/v1/tasks`. */
export function addTaskRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { tasks, taskPresent } = deps;

  async function require(text: string): Promise<Task> {
    const task = await tasks.find(pathId('task', text));
    if (task === null) {
      throw new Refusal('task_not_found');
    }
    return task;
  }

  app.openapi(listRoute, async (context) => {
    const query = context.req.valid('query');
    const { limit, cursor = null, status } = query;
    if (cursor !== null && !isId('task', cursor)) {
      throw invalidField('cursor', 'is not the next_cursor of a list');
    }
    const found = await tasks.list(
      {
        organizationId: context.get('organizationId'),
        projectId: query.project_id ?? null,
        keyId: query.key_id ?? null,
        states: status === undefined ? null : [status],
        modality: query.modality ?? null,
        model: query.model ?? null,
        createdFromMs: query.from ?? null,
        createdToMs: query.to ?? null,
      },
      { limit: limit + 1, after: cursor, order: 'desc' },
    );
    const data = found.slice(0, limit).map((task) => presentTask(task, taskPresent));
    const hasMore = found.length > limit;
    const nextCursor = hasMore ? (data.at(-1)?.id ?? null) : null;
    return context.json({ object: 'list' as const, data, has_more: hasMore, next_cursor: nextCursor }, 200);
  });
  app.openapi(getRoute, async (context) => {
    const task = await require(context.req.valid('param').id);
    const names = new Map<string, string>((await deps.channels.list()).map(({ id, name }) => [id, name]));
    const isOperator = context.get('actor').scopes.includes('channels:read');
    const jobs = (await tasks.jobs(task)).map((job) => presentJob(job, names, isOperator));
    const { inputs: _inputs, ...request } = task.request;
    return context.json({ ...presentTask(task, taskPresent), request, jobs }, 200);
  });
  app.openapi(cancelRoute, async (context) => {
    const task = await require(context.req.valid('param').id);
    const canceled = await tasks.cancel(task, false);
    const now = await require(task.id);
    if (canceled === 'too-late') {
      throw new Refusal('conflict', { message: `This task is over: it is ${now.state}` });
    }
    return context.json(presentTask(now, taskPresent), 200);
  });
}
