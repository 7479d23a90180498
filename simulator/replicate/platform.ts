import { answerFile, linkTo } from '../jobs/files.ts';
import type { Job, JobStatus } from '../jobs/jobs.ts';
import { asNumber, asObject, asText } from '../json-shape.ts';
import { bearerOf, bodyOf, type Call, freeReply, type Platform, Refusal, type Reply } from '../platform.ts';

const CREATE = /^\/v1\/models\/([^/]+\/[^/]+)\/predictions$/;
const PREDICTION = /^\/v1\/predictions\/([a-z]+-\d+)(\/cancel)?$/;
const USUAL_SECONDS = 5;

/** Replicate: any model, films where its name says `video`, songs where it says `music`, else pictures. */
export const replicate: Platform = {
  name: 'replicate',
  basePath: '/replicate',
  credentialOf: (headers) => bearerOf(headers),
  modelOf: (path) => CREATE.exec(path)?.[1] ?? '',
  answer,
  refuse: ({ status, message }) => ({
    type: 'whole',
    status,
    body: JSON.stringify({ title: 'Refused', detail: message, status }),
  }),
  inBandError: () => '',
};

/** @see https://replicate.com/docs/reference/http */
function answer(call: Call, credential: string): Reply {
  const file = answerFile(call);
  if (file !== undefined) return file;
  if (credential === '') throw new Refusal(401, 'You did not pass a valid authentication token');
  if (call.path === '/v1/account') return freeReply({ type: 'organization', username: 'simulated' });
  const model = CREATE.exec(call.path)?.[1];
  if (call.method === 'POST' && model !== undefined) return submit(call, credential, model);
  const [, id, cancel] = PREDICTION.exec(call.path) ?? [];
  const job = call.jobs.poll(replicate.name, credential, id ?? '');
  if (job === undefined) throw new Refusal(404, 'The requested resource could not be found.');
  if (cancel !== undefined) call.jobs.cancel(job, call.atMs);
  return freeReply(predictionOf(call, job, call.jobs.statusOf(job, call.atMs)));
}

function submit(call: Call, credential: string, model: string): Reply {
  const body = bodyOf(call);
  const input = asObject(body.input);
  const prompt = asText(input?.prompt) ?? '';
  if (prompt === '') throw new Refusal(422, '- input: prompt is required');
  const kind = /video/.test(model) ? 'film' : /music/.test(model) ? 'song' : 'picture';
  const count = asNumber(input?.num_outputs) ?? 1;
  const media = {
    film: { seconds: asNumber(input?.duration) ?? USUAL_SECONDS },
    song: { songs: 1 },
    picture: { images: count },
  }[kind];
  const url = asText(body.webhook);
  const bodyOfCall = (job: Job, status: JobStatus): object => predictionOf(call, job, status);
  const job = call.jobs.submit(
    {
      ...{ vendor: replicate.name, credential, model, prompt, media, asked: { kind, count } },
      ...(url === undefined ? {} : { callback: { url, bodyOf: bodyOfCall } }),
    },
    call.atMs,
  );
  call.callBack(job);
  const created = predictionOf(call, job, call.jobs.statusOf(job, call.atMs));
  return { type: 'whole', status: 201, body: JSON.stringify(created) };
}

const STATUSES: Readonly<Record<JobStatus, string>> = {
  queued: 'starting',
  running: 'processing',
  succeeded: 'succeeded',
  failed: 'failed',
  filtered: 'failed',
  expired: 'aborted',
  canceled: 'canceled',
};

function predictionOf(call: Call, job: Job, status: JobStatus): object {
  const kind = job.asked.kind as 'film' | 'song' | 'picture';
  const links = Array.from({ length: kind === 'picture' ? Number(job.asked.count) : 1 }, (_, index) =>
    linkTo(call, replicate.basePath, job, kind, index),
  );
  const at = `http://${call.headers.host}${replicate.basePath}/v1/predictions/${job.id}`;
  const reason = status === 'filtered' ? 'NSFW content detected. Try running it again.' : 'Prediction failed';
  return {
    id: job.id,
    model: job.model,
    status: STATUSES[status],
    output: status === 'succeeded' ? (kind === 'picture' ? links : links[0]) : null,
    error: STATUSES[status] === 'failed' ? reason : null,
    urls: { get: at, cancel: `${at}/cancel` },
    metrics: {},
  };
}
