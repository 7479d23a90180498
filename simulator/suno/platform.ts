import { answerFile, linkTo } from '../jobs/files.ts';
import type { Job, JobStatus } from '../jobs/jobs.ts';
import { asText } from '../json-shape.ts';
import { bearerOf, bodyOf, type Call, freeReply, type Platform, Refusal, type Reply } from '../platform.ts';

const FETCH = /^\/suno\/fetch\/([a-z]+-\d+)$/;
/** Every request sings two songs. */
const CLIPS = 2;

/** A server of the Suno-API dialect. */
export const suno: Platform = {
  name: 'suno',
  basePath: '/suno',
  credentialOf: (headers) => bearerOf(headers),
  modelOf: (_path, body) => asText(body?.mv) ?? '',
  answer,
  refuse: ({ status, message }) => ({
    type: 'whole',
    status,
    body: JSON.stringify({ code: 'fail', message, data: null }),
  }),
  inBandError: () => '',
};

function answer(call: Call, credential: string): Reply {
  const file = answerFile(call);
  if (file !== undefined) return file;
  if (credential === '') throw new Refusal(401, 'the token is missing');
  if (call.method === 'POST' && call.path === '/suno/submit/music') return submit(call, credential);
  const job = call.jobs.poll(suno.name, credential, FETCH.exec(call.path)?.[1] ?? '');
  if (job === undefined) throw new Refusal(404, 'task_not_exist');
  return freeReply({
    code: 'success',
    message: '',
    data: taskOf(call, job, call.jobs.statusOf(job, call.atMs)),
  });
}

function submit(call: Call, credential: string): Reply {
  const body = bodyOf(call);
  const prompt = [body.prompt, body.gpt_description_prompt, body.tags]
    .map((text) => asText(text) ?? '')
    .join(' ')
    .trim();
  if (prompt === '') throw new Refusal(400, 'prompt is empty');
  const model = asText(body.mv) ?? 'chirp-v3-5';
  const job = call.jobs.submit(
    {
      vendor: suno.name,
      credential,
      model,
      prompt,
      media: { songs: CLIPS },
      asked: { title: asText(body.title) ?? '' },
    },
    call.atMs,
  );
  return freeReply({ code: 'success', message: '', data: job.id });
}

const STATUSES: Readonly<Record<JobStatus, string>> = {
  queued: 'QUEUED',
  running: 'IN_PROGRESS',
  succeeded: 'SUCCESS',
  failed: 'FAILURE',
  filtered: 'FAILURE',
  expired: 'FAILURE',
  canceled: 'FAILURE',
};

function taskOf(call: Call, job: Job, status: JobStatus): object {
  const clips = Array.from({ length: CLIPS }, (_, index) => ({
    id: `${job.id}-${index}`,
    title: job.asked.title,
    audio_url: linkTo(call, suno.basePath, job, 'song', index),
    status: 'complete',
    metadata: { duration: 60 },
  }));
  const reason = status === 'filtered' ? 'Your prompt was flagged for moderation' : 'the server failed';
  return {
    task_id: job.id,
    action: 'MUSIC',
    status: STATUSES[status],
    fail_reason: STATUSES[status] === 'FAILURE' ? reason : '',
    progress: status === 'succeeded' ? '100%' : status === 'running' ? '30%' : '0%',
    data: status === 'succeeded' ? clips : [],
  };
}
