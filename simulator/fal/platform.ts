import { answerFile, linkTo } from '../jobs/files.ts';
import type { Job } from '../jobs/jobs.ts';
import { asNumber, asText } from '../json-shape.ts';
import { bodyOf, type Call, freeReply, type Platform, Refusal, type Reply } from '../platform.ts';

const REQUEST = /^\/(.+)\/requests\/([a-z]+-\d+)(\/status|\/cancel)?$/;
const USUAL_SECONDS = 5;

/** fal's queue: any app, films where its name says `video`, else pictures. */
export const fal: Platform = {
  name: 'fal',
  basePath: '/fal',
  credentialOf: ({ authorization = '' }) =>
    /^key +\S/i.test(authorization) ? authorization.slice(4).trim() : '',
  modelOf: (path) => REQUEST.exec(path)?.[1] ?? path.slice(1),
  answer,
  refuse: ({ status, message, param }) => ({
    type: 'whole',
    status,
    body: JSON.stringify({
      detail: param === null ? message : [{ loc: ['body', param], msg: message, type: 'value_error' }],
    }),
  }),
  inBandError: () => '',
};

/** @see https://docs.fal.ai/model-apis/model-endpoints/queue */
function answer(call: Call, credential: string): Reply {
  const file = answerFile(call);
  if (file !== undefined) return file;
  if (credential === '') throw new Refusal(401, 'Authentication is required to access this application.');
  const [, app, id, what] = REQUEST.exec(call.path) ?? [];
  if (app === undefined || id === undefined) return submit(call, credential);
  const job = call.jobs.poll(fal.name, credential, id);
  if (job === undefined) throw new Refusal(404, 'Request not found');
  if (call.method === 'PUT' && what === '/cancel') return cancel(call, job);
  return what === '/status' ? statusOf(call, job) : resultOf(call, job);
}

function submit(call: Call, credential: string): Reply {
  if (call.method !== 'POST') throw new Refusal(404, 'Not found');
  const body = bodyOf(call);
  const prompt = asText(body.prompt) ?? '';
  if (prompt === '') throw new Refusal(422, 'field required', 'prompt');
  const app = call.path.slice(1);
  const count = asNumber(body.num_images) ?? 1;
  const isFilm = /video/.test(app);
  const media = isFilm ? { seconds: Number(body.duration ?? USUAL_SECONDS) } : { images: count };
  const url = new URLSearchParams(call.query).get('fal_webhook');
  const callback =
    url === null ? {} : { callback: { url, bodyOf: (job: Job) => ({ request_id: job.id, status: 'OK' }) } };
  const job = call.jobs.submit(
    { vendor: fal.name, credential, model: app, prompt, media, asked: { count, isFilm }, ...callback },
    call.atMs,
  );
  call.callBack(job);
  const requestUrl = `http://${call.headers.host}${fal.basePath}/${app.split('/').slice(0, 2).join('/')}/requests/${job.id}`;
  return freeReply({
    request_id: job.id,
    response_url: requestUrl,
    status_url: `${requestUrl}/status`,
    cancel_url: `${requestUrl}/cancel`,
    queue_position: 0,
  });
}

/** COMPLETED is said of what failed, too. */
function statusOf(call: Call, job: Job): Reply {
  const status = call.jobs.statusOf(job, call.atMs);
  const isOpen = status === 'queued' || status === 'running';
  const word = status === 'queued' ? 'IN_QUEUE' : status === 'running' ? 'IN_PROGRESS' : 'COMPLETED';
  return {
    type: 'whole',
    status: isOpen ? 202 : 200,
    body: JSON.stringify({ status: word, request_id: job.id }),
  };
}

function resultOf(call: Call, job: Job): Reply {
  const status = call.jobs.statusOf(job, call.atMs);
  if (status === 'filtered') {
    const detail = [
      {
        loc: ['body', 'prompt'],
        msg: 'The content was flagged by a checker.',
        type: 'content_policy_violation',
      },
    ];
    return { type: 'whole', status: 422, body: JSON.stringify({ detail }) };
  }
  if (status !== 'succeeded')
    throw new Refusal(status === 'queued' || status === 'running' ? 400 : 500, 'The request failed');
  const count = Number(job.asked.count);
  return job.asked.isFilm === true
    ? freeReply({ video: { url: linkTo(call, fal.basePath, job, 'film'), content_type: 'video/mp4' } })
    : freeReply({
        images: Array.from({ length: count }, (_, index) => ({
          ...{ url: linkTo(call, fal.basePath, job, 'picture', index), content_type: 'image/png' },
          ...{ width: 1_024, height: 1_024 },
        })),
      });
}

function cancel(call: Call, job: Job): Reply {
  return call.jobs.cancel(job, call.atMs)
    ? { type: 'whole', status: 202, body: JSON.stringify({ status: 'CANCELLATION_REQUESTED' }) }
    : { type: 'whole', status: 400, body: JSON.stringify({ status: 'ALREADY_COMPLETED' }) };
}
