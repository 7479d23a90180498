import type { AttemptRecord } from '../billing/request-record.ts';
import type { Measured } from '../canonical/usage.ts';
import type { Id } from '../core/ids.ts';
import type { StoredOutput, TaskErrorCode } from './task.ts';

/**
 * How far one job is. `submitting` stands in the database before the first byte goes out; whoever finds it
 * there without having sent it cannot know what the upstream got, and neither does `unknown`.
 */
export type JobState = 'waiting' | 'submitting' | 'unknown' | 'working' | 'made' | 'failed';

/** Everything that is needed to ask about a job again, whatever becomes of the channel meanwhile. */
export interface JobUpstream {
  readonly channelId: Id<'chan'> | Id<'pk'>;
  readonly provider: string;
  readonly baseUrl: string;
  readonly allowPrivate: boolean;
  /** The sealed credential that it was submitted with; null for a channel without one. */
  readonly credentialBox: string | null;
  readonly model: string;
}

/** What came of a job, in the media store. */
export interface JobMade {
  readonly outputs: readonly StoredOutput[];
  readonly measured: Measured;
}

/** Why nothing came of a job. */
export interface JobFailure {
  readonly code: TaskErrorCode;
  readonly message: string;
}

/** What an upstream is asked for once: a whole task, or one piece of it. */
export interface Job {
  readonly taskId: Id<'task'>;
  readonly ordinal: number;
  readonly state: JobState;
  /** Null until it was sent somewhere. */
  readonly upstream: JobUpstream | null;
  /** Counts submits, so that an answer that comes late is known for what it is. */
  readonly attempt: number;
  readonly attempts: readonly AttemptRecord[];
  /** The adapter's own: what the next question is made from. */
  readonly upstreamState: unknown;
  readonly isCancelSent: boolean;
  readonly made: JobMade | null;
  readonly failure: JobFailure | null;
  readonly submittedAtMs: number | null;
}

/** Whether nothing more will happen to a job. */
export function isOver({ state }: Pick<Job, 'state'>): boolean {
  return state === 'made' || state === 'failed';
}
