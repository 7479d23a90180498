import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { TaskJson, TaskWithJobsJson } from '../../../src/console-api/contract/tasks.ts';
import { get, post, type Query } from './client.ts';
import { listOptions } from './lists.ts';
import { queryClient } from './query-client.ts';

const TASKS = '/api/v1/tasks';
/** How often what is under way is asked for again. */
const LOOK_MS = 2_000;

/** A media task. */
export type Task = z.output<typeof TaskJson>;
/** A media task with what its upstreams were asked. */
export type TaskDetail = z.output<typeof TaskWithJobsJson>;

/** Whether a task goes on. */
export function isUnderWay({ status }: Pick<Task, 'status'>): boolean {
  return status === 'pending' || status === 'queued' || status === 'running';
}

/** Tasks, newest first; asked for again while one of them is under way. */
export function tasksOptions(query: Query) {
  return listOptions<Task>('tasks', TASKS, { ...query, limit: 50 });
}

/** One task; asked for again until it is over. */
export function taskOptions(id: string) {
  return queryOptions({
    queryKey: ['tasks', id] as const,
    queryFn: ({ signal }) => get<TaskDetail>(`${TASKS}/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data === undefined || isUnderWay(state.data) ? LOOK_MS : false),
  });
}

/** How long until the tasks of a list are worth another look; false where all of them are over. */
export function lookAgainMs(tasks: readonly Task[]): number | false {
  return tasks.some(isUnderWay) ? LOOK_MS : false;
}

/** Cancels a task that has not begun, or asks its upstream to stop. @throws {ApiError} */
export async function cancelTask(id: string): Promise<Task> {
  const task = await post<Task>(`${TASKS}/${id}/cancel`);
  await queryClient.invalidateQueries({ queryKey: ['tasks'] });
  return task;
}
