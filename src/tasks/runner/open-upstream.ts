import { findMediaAdapter } from '../../providers/index.ts';
import type { Candidate } from '../../routing/index.ts';
import type { Job, JobUpstream } from '../job.ts';
import type { Task } from '../task.ts';
import type { OpenedUpstream } from './ask-upstream.ts';
import type { RunnerDeps } from './runner-deps.ts';

/**
 * The upstream of a job as it was when the job was submitted: a channel that was changed, rotated or deleted
 * meanwhile changes nothing. Null when this version does not know its provider any more.
 */
export function openUpstream(
  task: Task,
  job: Job,
  { box, findProvider }: Pick<RunnerDeps, 'box' | 'findProvider'>,
): OpenedUpstream | null {
  const { upstream } = job;
  const provider = upstream === null ? undefined : findProvider(upstream.provider);
  const adapter = provider && findMediaAdapter(provider, task.modality);
  if (upstream === null || provider === undefined || adapter === undefined) {
    return null;
  }
  const { baseUrl, allowPrivate, credentialBox } = upstream;
  const credential = credentialBox === null ? null : box.open(credentialBox, rowIdOf(job));
  return { provider, adapter, baseUrl, allowPrivate, credential };
}

/** What a job remembers of where it goes. */
export function upstreamOf(
  job: Job,
  { offer, account }: Candidate,
  { box }: Pick<RunnerDeps, 'box'>,
): JobUpstream {
  const { channel, upstreamModel } = offer;
  const { credential } = account;
  return {
    channelId: channel.id,
    provider: channel.provider.name,
    baseUrl: channel.baseUrl,
    allowPrivate: channel.allowPrivate,
    credentialBox: credential === null ? null : box.seal(credential, rowIdOf(job)),
    model: upstreamModel,
  };
}

function rowIdOf({ taskId, ordinal }: Job): string {
  return `${taskId} ${ordinal}`;
}
