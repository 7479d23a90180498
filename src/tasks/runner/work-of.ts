import type { MediaRequest } from '../../canonical/media.ts';
import type { MediaWork } from '../../providers/index.ts';
import type { Job } from '../job.ts';
import type { Task } from '../task.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** The name of a job at upstreams that take one of ours. */
function jobNameOf({ taskId, ordinal }: Pick<Job, 'taskId' | 'ordinal'>): string {
  return ordinal === 0 ? taskId : `${taskId}-${ordinal}`;
}

/** What a job asks for, its inputs read from the store. A task of several jobs asks for one piece in each. */
export async function workOf(
  task: Task,
  job: Job,
  model: string,
  jobCount: number,
  { media, callbackUrl }: Pick<RunnerDeps, 'media' | 'callbackUrl'>,
): Promise<MediaWork> {
  const inputs = await Promise.all(
    task.request.inputs.map(async ({ role, mediaType, file }) => ({
      role,
      mediaType,
      bytes: await media.read(file),
    })),
  );
  const whole = { ...task.request, inputs } as MediaRequest;
  return {
    model,
    request: jobCount > 1 && whole.modality !== 'music' ? { ...whole, count: 1 } : whole,
    taskId: jobNameOf(job),
    callbackUrl: callbackUrl(task.id, job.ordinal),
  };
}
