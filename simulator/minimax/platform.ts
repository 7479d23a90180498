import { answerFile, linkTo } from '../jobs/files.ts';
import type { Job, JobStatus } from '../jobs/jobs.ts';
import { asNumber, asText } from '../json-shape.ts';
import { mp3Of } from '../media/sound.ts';
import { answerChat } from '../openai/chat.ts';
import { bearerOf, bodyOf, type Call, freeReply, type Platform, Refusal, type Reply } from '../platform.ts';
import { noTokens } from '../tokens.ts';

/** MiniMax says what went wrong in the body, mostly with status 200. */
const CODES: Readonly<Record<number, number>> = { 400: 2_013, 401: 1_004, 402: 1_008, 429: 1_002 };
const SENSITIVE = 1_026;
const USUAL_SECONDS = 6;
const SONG_MS = 60_000;

/** MiniMax: films (first version), songs, and its Chat Completions. */
export const minimax: Platform = {
  name: 'minimax',
  basePath: '/minimax',
  credentialOf: (headers) => bearerOf(headers),
  modelOf: (_path, body) => asText(body?.model) ?? '',
  answer,
  refuse({ status, message }) {
    const body = JSON.stringify({ base_resp: { status_code: CODES[status] ?? 1_000, status_msg: message } });
    return { type: 'whole', status: status >= 500 ? status : 200, body };
  },
  inBandError: () =>
    `data: ${JSON.stringify({ base_resp: { status_code: 1_000, status_msg: 'unknown error' } })}\n\n`,
};

/** @see https://platform.minimax.io/docs/api-reference/video-generation-intro */
function answer(call: Call, credential: string): Reply {
  const file = answerFile(call);
  if (file !== undefined) return file;
  if (credential === '') throw new Refusal(401, 'login fail: Please carry the API secret key');
  switch (`${call.method} ${call.path}`) {
    case 'POST /v1/chat/completions':
      return answerChat(call, credential);
    case 'POST /v1/video_generation':
      return submitFilm(call, credential);
    case 'GET /v1/query/video_generation':
      return freeReply(query(call, find(call, credential, 'task_id')));
    case 'GET /v1/files/retrieve':
      return freeReply(retrieve(call, find(call, credential, 'file_id')));
    case 'POST /v1/music_generation':
      return makeSong(call);
    default:
      throw new Refusal(404, 'the path is not found');
  }
}

function submitFilm(call: Call, credential: string): Reply {
  const body = bodyOf(call);
  const model = required(body.model, 'model');
  const prompt = asText(body.prompt) ?? '';
  if (prompt === '' && body.first_frame_image === undefined) throw new Refusal(400, 'invalid params, prompt');
  const seconds = asNumber(body.duration) ?? USUAL_SECONDS;
  const callbackUrl = asText(body.callback_url);
  const job = call.jobs.submit(
    {
      ...{ vendor: minimax.name, credential, model, prompt, media: { seconds } },
      asked: { resolution: asText(body.resolution) ?? '768P' },
      ...(callbackUrl === undefined ? {} : { callback: { url: callbackUrl, bodyOf: stateOf } }),
    },
    call.atMs,
  );
  call.callBack(job);
  return freeReply({ task_id: job.id, base_resp: { status_code: 0, status_msg: 'success' } });
}

function find(call: Call, credential: string, parameter: string): Job {
  const id = new URLSearchParams(call.query).get(parameter) ?? '';
  const job = call.jobs.poll(minimax.name, credential, id);
  if (job === undefined) throw new Refusal(400, `invalid params, ${parameter}`);
  return job;
}

const STATUSES: Readonly<Record<JobStatus, string>> = {
  queued: 'Queueing',
  running: 'Processing',
  succeeded: 'Success',
  failed: 'Fail',
  filtered: 'Fail',
  expired: 'Fail',
  canceled: 'Fail',
};

function query(call: Call, job: Job): object {
  return stateOf(job, call.jobs.statusOf(job, call.atMs));
}

function stateOf(job: Job, status: JobStatus): object {
  const code = status === 'filtered' ? SENSITIVE : 0;
  return {
    task_id: job.id,
    status: STATUSES[status],
    ...(status === 'succeeded' ? { file_id: job.id, video_width: 1_366, video_height: 768 } : {}),
    base_resp: { status_code: code, status_msg: code === 0 ? 'success' : 'video contains sensitive content' },
  };
}

function retrieve(call: Call, job: Job): object {
  return {
    file: {
      file_id: job.id,
      bytes: 0,
      filename: 'output.mp4',
      download_url: linkTo(call, minimax.basePath, job, 'film'),
    },
    base_resp: { status_code: 0, status_msg: 'success' },
  };
}

/** @see https://platform.minimax.io/docs/api-reference/music-generation */
function makeSong(call: Call): Reply {
  const body = bodyOf(call);
  const model = required(body.model, 'model');
  const words = `${asText(body.prompt) ?? ''}${asText(body.lyrics) ?? ''}`;
  if (words === '') throw new Refusal(400, 'invalid params, lyrics');
  const isRefused = words.includes('forbidden');
  const answered = isRefused
    ? { base_resp: { status_code: SENSITIVE, status_msg: 'the input is sensitive' } }
    : {
        data: { audio: mp3Of(words).toString('hex'), status: 2 },
        extra_info: { music_duration: SONG_MS, music_sample_rate: 44_100 },
        base_resp: { status_code: 0, status_msg: 'success' },
      };
  const charge = { kind: 'song', model, prompt: noTokens(), media: { songs: isRefused ? 0 : 1 } };
  return { type: 'whole', status: 200, body: JSON.stringify(answered), charge };
}

function required(value: unknown, name: string): string {
  const text = asText(value) ?? '';
  if (text === '') throw new Refusal(400, `invalid params, ${name}`);
  return text;
}
