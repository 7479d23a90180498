import type { Job, JobStatus } from '../jobs/jobs.ts';
import { asText } from '../json-shape.ts';
import { filmOf } from '../media/film.ts';
import { readSentForm } from '../media/form.ts';
import { bodyOf, type Call, freeReply, Refusal, type Reply } from '../platform.ts';

const VENDOR = 'openai';
const LENGTHS = ['4', '8', '12'];
const SIZES = ['720x1280', '1280x720', '1024x1792', '1792x1024'];
const VIDEO = /^\/videos\/([a-z]+-\d+)(\/content)?$/;

/** `/videos` and what is under it (platform.openai.com/docs/api-reference/videos); undefined for any other address. */
export function answerVideos(call: Call, credential: string): Reply | undefined {
  if (call.method === 'POST' && call.path === '/videos') return submit(call, credential);
  const match = VIDEO.exec(call.path);
  if (match === null) return undefined;
  const job = call.jobs.poll(VENDOR, credential, match[1] ?? '');
  if (job === undefined) throw new Refusal(404, `Video ${match[1]} not found`, null, 'video_not_found');
  const status = call.jobs.statusOf(job, call.atMs);
  if (match[2] !== undefined) return contentOf(call, job, status);
  if (call.method === 'DELETE') {
    if (status === 'queued' || status === 'running') throw new Refusal(400, 'The video is not completed yet');
    return freeReply({ id: job.id, object: 'video.deleted', deleted: true });
  }
  return freeReply(videoOf(job, status));
}

function submit(call: Call, credential: string): Reply {
  const form = readSentForm(call.headers, call.bytes);
  const body = form === undefined ? bodyOf(call) : Object.fromEntries(form.fields);
  const prompt = asText(body.prompt) ?? '';
  if (prompt === '') throw new Refusal(400, "Missing required parameter: 'prompt'.", 'prompt');
  const model = asText(body.model) ?? 'sora-2';
  const seconds = asText(body.seconds) ?? '4';
  const size = asText(body.size) ?? '720x1280';
  if (!LENGTHS.includes(seconds)) throw new Refusal(400, "Invalid value for 'seconds'.", 'seconds');
  if (!SIZES.includes(size)) throw new Refusal(400, "Invalid value for 'size'.", 'size');
  const media = { seconds: Number(seconds) };
  const job = call.jobs.submit(
    { vendor: VENDOR, credential, model, prompt, media, asked: { seconds, size } },
    call.atMs,
  );
  return freeReply(videoOf(job, call.jobs.statusOf(job, call.atMs)));
}

function contentOf(call: Call, job: Job, status: JobStatus): Reply {
  if (status !== 'succeeded') throw new Refusal(400, 'Video is not ready yet');
  if (!call.jobs.linksOpen(job, call.atMs)) throw new Refusal(404, 'The video has expired');
  return { type: 'whole', status: 200, body: filmOf(job.prompt), contentType: 'video/mp4' };
}

const STATUSES: Readonly<Record<JobStatus, string>> = {
  queued: 'queued',
  running: 'in_progress',
  succeeded: 'completed',
  failed: 'failed',
  filtered: 'failed',
  expired: 'failed',
  canceled: 'failed',
};

function videoOf(job: Job, status: JobStatus): object {
  const code = status === 'filtered' ? 'moderation_blocked' : 'video_generation_failed';
  const isFailed = STATUSES[status] === 'failed';
  return {
    id: job.id,
    object: 'video',
    model: job.model,
    status: STATUSES[status],
    progress: status === 'succeeded' ? 100 : status === 'running' ? 50 : 0,
    created_at: Math.floor(job.createdAtMs / 1_000),
    ...job.asked,
    prompt: job.prompt,
    error: isFailed ? { code, message: `The video could not be made (${code}).` } : null,
  };
}
