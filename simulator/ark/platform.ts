import { answerFile, linkTo } from '../jobs/files.ts';
import type { Job, JobStatus } from '../jobs/jobs.ts';
import { asList, asNumber, asObject, asText } from '../json-shape.ts';
import { answerChat } from '../openai/chat.ts';
import { openAiError } from '../openai/errors.ts';
import { bearerOf, bodyOf, type Call, freeReply, type Platform, Refusal, type Reply } from '../platform.ts';

const TASKS = '/api/v3/contents/generations/tasks';
const RESOLUTIONS = ['480p', '720p', '1080p'];
const USUAL_SECONDS = 5;
/** Tokens of a second of film at 24 frames, a round number in place of the vendor's sum. */
const TOKENS_PER_SECOND = 20_000;

/** Volcengine Ark: films of Seedance, and its Chat Completions. */
export const ark: Platform = {
  name: 'ark',
  basePath: '/ark',
  credentialOf: (headers) => bearerOf(headers),
  modelOf: (_path, body) => asText(body?.model) ?? '',
  answer,
  refuse: (refusal) => openAiError(refusal),
  inBandError: () => `data: ${openAiError(new Refusal(500, 'The service failed.')).body}\n\n`,
};

function answer(call: Call, credential: string): Reply {
  const file = answerFile(call);
  if (file !== undefined) return file;
  if (credential === '')
    throw new Refusal(401, 'The API key format is incorrect.', null, 'AuthenticationError');
  if (call.method === 'POST' && call.path === '/api/v3/chat/completions') return answerChat(call, credential);
  if (call.method === 'POST' && call.path === TASKS) return submit(call, credential);
  if (!call.path.startsWith(`${TASKS}/`)) throw new Refusal(404, 'The path is not found.', null, 'NotFound');
  const job = call.jobs.poll(ark.name, credential, call.path.slice(TASKS.length + 1));
  if (job === undefined) throw new Refusal(404, 'The task is not found.', null, 'ResourceNotFound');
  if (call.method === 'DELETE') return cancel(call, job);
  return freeReply(taskOf(call, job, call.jobs.statusOf(job, call.atMs)));
}

/** @see https://www.volcengine.com/docs/82379/1520757 */
function submit(call: Call, credential: string): Reply {
  const body = bodyOf(call);
  const model = asText(body.model) ?? '';
  const content = asList(body.content).map(asObject);
  const prompt = content
    .map((part) => asText(part?.text) ?? '')
    .join(' ')
    .trim();
  if (model === '') throw new Refusal(400, 'The parameter model is required.', 'model', 'MissingParameter');
  if (content.length === 0) throw new Refusal(400, 'content is required.', 'content', 'MissingParameter');
  const resolution = asText(body.resolution) ?? '720p';
  if (!RESOLUTIONS.includes(resolution)) {
    throw new Refusal(400, 'The parameter resolution is not valid.', 'resolution', 'InvalidParameter');
  }
  const seconds = asNumber(body.duration) ?? USUAL_SECONDS;
  const callbackUrl = asText(body.callback_url);
  const job = call.jobs.submit(
    {
      ...{ vendor: ark.name, credential, model, prompt, media: { seconds } },
      asked: {
        resolution,
        duration: seconds,
        ratio: asText(body.ratio) ?? '16:9',
        seed: asNumber(body.seed) ?? 0,
      },
      ...(callbackUrl === undefined
        ? {}
        : { callback: { url: callbackUrl, bodyOf: (made, status) => taskOf(call, made, status) } }),
    },
    call.atMs,
  );
  call.callBack(job);
  return freeReply({ id: job.id });
}

/** Only what waits is canceled; what runs is refused; the record of what ended is deleted. */
function cancel(call: Call, job: Job): Reply {
  if (call.jobs.statusOf(job, call.atMs) === 'running') {
    throw new Refusal(409, 'The task is running and cannot be canceled.', null, 'OperationDenied');
  }
  call.jobs.cancel(job, call.atMs);
  return freeReply({});
}

const STATUSES: Readonly<Record<JobStatus, string>> = {
  queued: 'queued',
  running: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  filtered: 'failed',
  expired: 'expired',
  canceled: 'cancelled',
};

function taskOf(call: Call, job: Job, status: JobStatus): object {
  const seconds = job.media.seconds ?? 0;
  const common = {
    id: job.id,
    model: job.model,
    status: STATUSES[status],
    created_at: Math.floor(job.createdAtMs / 1_000),
    updated_at: Math.floor(call.atMs / 1_000),
    ...job.asked,
    framespersecond: 24,
    service_tier: 'default',
  };
  if (status === 'succeeded') {
    const tokens = seconds * TOKENS_PER_SECOND;
    const content = { video_url: linkTo(call, ark.basePath, job, 'film') };
    return { ...common, content, usage: { completion_tokens: tokens, total_tokens: tokens } };
  }
  const code = status === 'filtered' ? 'OutputVideoSensitiveContentDetected' : 'InternalServiceError';
  const isFailed = STATUSES[status] === 'failed';
  return isFailed
    ? { ...common, error: { code, message: `The video could not be made (${code}).` } }
    : common;
}
