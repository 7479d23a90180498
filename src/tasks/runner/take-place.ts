import type { Id } from '../../core/ids.ts';
import { findMediaAdapter } from '../../providers/index.ts';
import type { Candidate } from '../../routing/index.ts';
import type { Job } from '../job.ts';
import { countOnChannel, lockPlace, markSubmitting } from '../job-store.ts';
import { activate, countOpen } from '../queue-store.ts';
import type { Task } from '../task.ts';
import { moveOn } from './move-on.ts';
import { upstreamOf } from './open-upstream.ts';
import type { RunnerDeps } from './runner-deps.ts';

/** A job that is marked as being submitted, or why it is not. */
export type Place = Job | 'pool-full' | 'channel-full' | 'lost';

/**
 * Takes a place in the pool and at the channel and writes down where the job is going, in one transaction and
 * before the first byte goes out: so that whoever finds it later knows that something may have arrived.
 */
export async function takePlace(
  task: Task,
  job: Job,
  candidate: Candidate,
  deps: RunnerDeps,
): Promise<Place> {
  const { database, clock, snapshots } = deps;
  const { channel } = candidate.offer;
  const pool = snapshots.current().imageBatchGroups.get(task.poolId as Id<'ibg'>);
  const upstream = upstreamOf(job, candidate, deps);
  const nowMs = clock.nowMs();
  const place = await database.transaction(async (tx): Promise<Place> => {
    if (channel.concurrency > 0) {
      await lockPlace(tx, channel.id);
      if ((await countOnChannel(tx, channel.id, channel.concurrency)) >= channel.concurrency) {
        return 'channel-full';
      }
    }
    if (pool !== undefined) {
      await lockPlace(tx, pool.id);
      const others = { poolId: pool.id, most: pool.concurrency, withPlaceBeside: task.id };
      if ((await countOpen(tx, others)) >= pool.concurrency) {
        return 'pool-full';
      }
    }
    if (!(await activate(tx, task.id)) || !(await markSubmitting(tx, job, upstream, nowMs))) {
      return 'lost';
    }
    return { ...job, state: 'submitting', attempt: job.attempt + 1, upstream, submittedAtMs: nowMs };
  });
  if (
    typeof place === 'object' &&
    findMediaAdapter(channel.provider, task.modality)?.answersAtOnce === true
  ) {
    await moveOn(task, 'started', deps);
  }
  return place;
}
