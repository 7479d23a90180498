import { answerFile, linkTo } from '../jobs/files.ts';
import type { Job, JobStatus } from '../jobs/jobs.ts';
import { asText } from '../json-shape.ts';
import { bearerOf, bodyOf, type Call, freeReply, type Platform, Refusal, type Reply } from '../platform.ts';

const ACTION = /^\/v1\/videos\/(text2video|image2video)(?:\/([a-z]+-\d+))?$/;
const CODES: Readonly<Record<number, number>> = { 400: 1_201, 401: 1_002, 404: 1_203, 429: 1_303 };

/** Kling, whose credential is a token that an access key signs for half an hour. */
export const kling: Platform = {
  name: 'kling',
  basePath: '/kling',
  credentialOf: (headers) => issuerOf(bearerOf(headers)),
  modelOf: (_path, body) => asText(body?.model_name) ?? '',
  answer,
  refuse: ({ status, message }, requestId) => ({
    type: 'whole',
    status,
    body: JSON.stringify({ code: CODES[status] ?? 5_000, message, request_id: requestId }),
  }),
  inBandError: () => '',
};

/** @see https://app.klingai.com/global/dev/document-api/apiReference/model/textToVideo */
function answer(call: Call, credential: string): Reply {
  const file = answerFile(call);
  if (file !== undefined) return file;
  if (credential === '') throw new Refusal(401, 'auth failed');
  const [, action, id] = ACTION.exec(call.path) ?? [];
  if (action === undefined) throw new Refusal(404, 'the path is not found');
  if (id === undefined && call.method === 'GET') return freeReply(say(call, []));
  if (id === undefined) return submit(call, credential, action);
  const job = call.jobs.poll(kling.name, credential, id);
  if (job === undefined || job.asked.action !== action) throw new Refusal(404, 'task not found');
  return freeReply(say(call, taskOf(call, job, call.jobs.statusOf(job, call.atMs))));
}

function submit(call: Call, credential: string, action: string): Reply {
  const body = bodyOf(call);
  const prompt = asText(body.prompt) ?? '';
  if (action === 'image2video' && body.image === undefined) throw new Refusal(400, 'image is required');
  if (action === 'text2video' && prompt === '') throw new Refusal(400, 'prompt is required');
  const seconds = asText(body.duration) ?? '5';
  if (!['5', '10'].includes(seconds)) throw new Refusal(400, 'duration is invalid');
  const url = asText(body.callback_url);
  const job = call.jobs.submit(
    {
      ...{ vendor: kling.name, credential, prompt, media: { seconds: Number(seconds) } },
      ...{
        model: asText(body.model_name) ?? 'kling-v1',
        asked: { action, seconds, externalId: asText(body.external_task_id) ?? '' },
      },
      ...(url === undefined
        ? {}
        : { callback: { url, bodyOf: (made: Job, status: JobStatus) => taskOf(call, made, status) } }),
    },
    call.atMs,
  );
  call.callBack(job);
  return freeReply(say(call, { task_id: job.id, task_status: 'submitted' }));
}

const STATUSES: Readonly<Record<JobStatus, string>> = {
  queued: 'submitted',
  running: 'processing',
  succeeded: 'succeed',
  failed: 'failed',
  filtered: 'failed',
  expired: 'failed',
  canceled: 'failed',
};

function taskOf(call: Call, job: Job, status: JobStatus): object {
  const videos = [
    {
      id: `${job.id}-0`,
      url: linkTo(call, kling.basePath, job, 'film'),
      duration: String(job.asked.seconds),
    },
  ];
  const reason = status === 'filtered' ? 'Failure to pass the risk control system' : 'The server failed';
  return {
    task_id: job.id,
    task_status: STATUSES[status],
    task_status_msg: STATUSES[status] === 'failed' ? reason : '',
    task_info: { external_task_id: job.asked.externalId },
    ...(status === 'succeeded' ? { task_result: { videos } } : {}),
  };
}

function say({ requestId }: Call, data: object): object {
  return { code: 0, message: 'SUCCEED', request_id: requestId, data };
}

/** Whoever signed a token that has not run out; the signature is the gateway's own to test. */
function issuerOf(token: string): string {
  const [, payload = ''] = token.split('.');
  try {
    const { iss, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof iss === 'string' && Number(exp) * 1_000 > Date.now() ? iss : '';
  } catch {
    return '';
  }
}
