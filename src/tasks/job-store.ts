import { sql } from 'kysely';
import type { AttemptRecord } from '../billing/request-record.ts';
import type { Id } from '../core/ids.ts';
import type { Executor, Transaction } from '../db/index.ts';
import type { Job, JobFailure, JobMade, JobState, JobUpstream } from './job.ts';
import { jobOf } from './row-store.ts';

/** Which job, and which of its submits. */
export interface JobName {
  readonly taskId: Id<'task'>;
  readonly ordinal: number;
}

/** Inserts the jobs of a task, none of which was sent anywhere yet. */
export async function insertJobs(tx: Transaction, taskId: Id<'task'>, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, ordinal) => ({
    ...{ task_id: taskId, ordinal, state: 'waiting' as const },
    ...{ channel_id: null, provider: null, base_url: null, allow_private: null, credential_box: null },
    ...{ upstream_model: null, attempts: null, upstream_state: null, made: null },
    ...{ failure: null, failure_message: null, submitted_at: null },
  }));
  await tx.insertInto('task_jobs').values(rows).execute();
}

/** The jobs of these tasks, each task's in their order. */
export async function findJobs(db: Executor, taskIds: readonly Id<'task'>[]): Promise<Job[]> {
  if (taskIds.length === 0) {
    return [];
  }
  const rows = await db
    .selectFrom('task_jobs')
    .selectAll()
    .where('task_id', 'in', [...taskIds])
    .orderBy('task_id')
    .orderBy('ordinal')
    .execute();
  return rows.map(jobOf);
}

/** How many jobs an upstream of this channel may be working on, counted up to `most`. */
export async function countOnChannel(db: Executor, channelId: string, most: number): Promise<number> {
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom('task_jobs')
        .select('task_id')
        .where('channel_id', '=', channelId)
        .where(sql<boolean>`state in ('submitting', 'unknown', 'working')`)
        .limit(most)
        .as('running'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Has others who want a place at this channel or in this pool wait until the transaction is over: a row
 * that all of them touch. Nothing is locked where it is gone.
 */
export async function lockPlace(tx: Transaction, id: string): Promise<void> {
  if (id.startsWith('ibg_')) {
    await tx
      .updateTable('image_batch_groups')
      .set((eb) => ({ updated_at: eb.ref('updated_at') }))
      .where('id', '=', id)
      .execute();
  } else {
    await tx
      .updateTable('channels')
      .set((eb) => ({ updated_at: eb.ref('updated_at') }))
      .where('id', '=', id)
      .execute();
  }
}

/** Notes, before a byte goes out, where a job is being submitted; false when somebody else has it. */
export async function markSubmitting(
  tx: Transaction,
  job: Job,
  upstream: JobUpstream,
  nowMs: number,
): Promise<boolean> {
  const result = await tx
    .updateTable('task_jobs')
    .set({
      state: 'submitting',
      attempt: job.attempt + 1,
      channel_id: upstream.channelId,
      provider: upstream.provider,
      base_url: upstream.baseUrl,
      allow_private: upstream.allowPrivate ? 1 : 0,
      credential_box: upstream.credentialBox,
      upstream_model: upstream.model,
      submitted_at: nowMs,
    })
    .where('task_id', '=', job.taskId)
    .where('ordinal', '=', job.ordinal)
    .where('state', '=', 'waiting')
    .where('attempt', '=', job.attempt)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** What changes of a job; what is left out stays. */
export interface JobChange {
  readonly state: JobState;
  readonly upstreamState?: unknown;
  readonly attempts?: readonly AttemptRecord[];
  readonly made?: JobMade;
  readonly failure?: JobFailure;
  readonly isCancelSent?: boolean;
}

/**
 * Writes what is known of a job, while it is not over and no other submit was begun: so that an answer that
 * comes late still counts, whoever looks at the task by then.
 */
export async function changeJob(
  db: Executor,
  { taskId, ordinal }: JobName,
  attempt: number,
  change: JobChange,
): Promise<boolean> {
  const { state, attempts, made, failure, isCancelSent } = change;
  const result = await db
    .updateTable('task_jobs')
    .set({
      state,
      ...(change.upstreamState === undefined ? {} : { upstream_state: JSON.stringify(change.upstreamState) }),
      ...(attempts === undefined ? {} : { attempts: JSON.stringify(attempts) }),
      ...(made === undefined ? {} : { made: JSON.stringify(made) }),
      ...(failure === undefined ? {} : { failure: failure.code, failure_message: failure.message }),
      ...(isCancelSent === undefined ? {} : { is_cancel_sent: isCancelSent ? 1 : 0 }),
    })
    .where('task_id', '=', taskId)
    .where('ordinal', '=', ordinal)
    .where('attempt', '=', attempt)
    .where('state', 'not in', ['made', 'failed'])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Drops the credentials of a task that nobody will be asked about again. */
export async function dropCredentials(tx: Transaction, taskId: Id<'task'>): Promise<void> {
  await tx.updateTable('task_jobs').set({ credential_box: null }).where('task_id', '=', taskId).execute();
}
