import type { VideoRequest } from '../../../canonical/media.ts';
import { NO_USAGE } from '../../../canonical/usage.ts';
import { isJsonObject, type JsonObject } from '../../../dialects/index.ts';
import type {
  MediaAdapter,
  MediaAnswer,
  MediaCall,
  MediaProgress,
  MediaWork,
  Submitted,
} from '../media-adapter.ts';
import { idOf, jsonOf, objectIn, textIn, unreadable, working } from '../read-json.ts';
import { readRefusal, retryAfterOf } from '../read-refusal.ts';
import { oneOf, refuseAsked, refuseOtherInputs, requireVideo } from '../require-media.ts';

/** @see https://app.klingai.com/global/dev/document-api/apiReference/model/textToVideo */
const SECONDS = { usual: 5, possible: [5, 10] };
const RATIOS = ['16:9', '9:16', '1:1'];
/** Its modes by the resolution they make. */
const MODES: ReadonlyMap<string, string> = new Map([
  ['720p', 'std'],
  ['1080p', 'pro'],
]);

/** Films of Kling, which are polled where they were asked for: by words or by a picture. */
export const kling: MediaAdapter = {
  modalities: ['video'],
  plan(_model, request) {
    const { seconds, resolution } = shapeOf(requireVideo(request));
    return {
      piecesCeiling: [{ kind: 'second', count: seconds, size: resolution }],
      usageCeiling: NO_USAGE,
      callsEach: false,
    };
  },
  submit,
  readSubmit,
  poll: (state) => ({
    method: 'GET',
    path: `${actionOf(state)}/${encodeURIComponent(idOf(state))}`,
    headers: [],
    body: null,
  }),
  readPoll: (state, answer) => readTask(state, answer, jsonOf(answer)),
  cancel: () => null,
  lookUp: () => null,
  readCallback: (body) => (isJsonObject(body) ? { upstreamId: textIn(body, 'task_id') ?? '' } : null),
  authHeaders: () => null,
};

function submit({ model, request, taskId, callbackUrl }: MediaWork): MediaCall {
  const video = requireVideo(request);
  const { seconds, resolution } = shapeOf(video);
  const picture = (role: 'first_frame' | 'last_frame'): string | null =>
    video.inputs.find((input) => input.role === role)?.bytes.toString('base64') ?? null;
  const said = Object.entries({
    prompt: video.prompt === '' ? null : video.prompt,
    negative_prompt: video.negativePrompt,
    image: picture('first_frame'),
    image_tail: picture('last_frame'),
    aspect_ratio: video.inputs.length === 0 ? video.aspectRatio : null,
    sound: video.withSound === null ? null : video.withSound ? 'on' : 'off',
    callback_url: callbackUrl,
  }).filter(([, value]) => value !== null);
  const body = {
    model_name: model,
    mode: MODES.get(resolution),
    duration: String(seconds),
    external_task_id: taskId,
    ...Object.fromEntries(said),
  };
  return {
    method: 'POST',
    path: pathOf(video),
    headers: ['content-type', 'application/json'],
    body: Buffer.from(JSON.stringify(body)),
  };
}

function readSubmit({ request }: MediaWork, answer: MediaAnswer): Submitted {
  const body = jsonOf(answer);
  if (answer.status >= 300 || (typeof body.code === 'number' && body.code !== 0)) {
    return readTrouble(answer, body);
  }
  const id = textIn(objectIn(body, 'data'), 'task_id');
  const video = requireVideo(request);
  return id === null
    ? { kind: 'unreadable', reason: 'the upstream answered without an id' }
    : working('queued', { id, action: pathOf(video), ...shapeOf(video) });
}

/** Its own codes, whatever the status: 1000–1004 credentials, 1100–1103 the account, 12xx the request, 1301 the policy, 1302–1304 limits. */
function readTrouble(answer: MediaAnswer, body: JsonObject): Submitted {
  const code = typeof body.code === 'number' ? body.code : 0;
  const kind =
    code === 1_301
      ? 'content-filter'
      : code >= 1_302 && code <= 1_304
        ? 'rate-limit'
        : code >= 1_000 && code < 1_200
          ? 'authentication'
          : code >= 1_200 && code < 1_300
            ? 'invalid-request'
            : answer.status < 500 && answer.status >= 400
              ? 'invalid-request'
              : 'server';
  const message = textIn(body, 'message') ?? '';
  return readRefusal({
    kind,
    status: answer.status,
    message,
    code: String(code),
    retryAfterS: retryAfterOf(answer),
  });
}

/** Its word for success is `succeed`. */
function readTask(state: unknown, answer: MediaAnswer, body: JsonObject): MediaProgress {
  if (answer.status >= 300 || body.code !== 0) {
    return unreadable(answer);
  }
  const task = objectIn(body, 'data');
  switch (task.task_status) {
    case 'submitted':
      return working('queued', state);
    case 'processing':
      return working('running', state);
    case 'succeed':
      return readFilms(state, objectIn(task, 'task_result'));
    case 'failed': {
      const message = textIn(task, 'task_status_msg') ?? 'The upstream failed to make the video';
      return {
        kind: 'failed',
        failure: /risk|sensitive|policy/i.test(message) ? 'content_policy' : 'upstream_error',
        message,
      };
    }
    default:
      return { kind: 'unreadable', reason: 'the upstream names no status that is known' };
  }
}

function readFilms(state: unknown, result: JsonObject): MediaProgress {
  const videos = Array.isArray(result.videos) ? result.videos.filter(isJsonObject) : [];
  const kept = isJsonObject(state) ? state : {};
  const outputs = videos.flatMap((video) => {
    const url = textIn(video, 'url');
    const seconds = Math.ceil(Number(video.duration ?? kept.seconds));
    return url === null
      ? []
      : [{ from: 'url' as const, url, needsCredential: false, mediaType: 'video/mp4', seconds }];
  });
  if (outputs.length === 0) {
    return { kind: 'failed', failure: 'upstream_error', message: 'The upstream made no video' };
  }
  const count = outputs.reduce((sum, { seconds }) => sum + seconds, 0);
  const pieces = [{ kind: 'second' as const, count, size: textIn(kept, 'resolution') }];
  return { kind: 'succeeded', made: { outputs, measured: { usage: NO_USAGE, serviceTier: null, pieces } } };
}

function pathOf({ inputs }: VideoRequest): string {
  return inputs.length === 0 ? '/v1/videos/text2video' : '/v1/videos/image2video';
}

function actionOf(state: unknown): string {
  return isJsonObject(state) ? (textIn(state, 'action') ?? '') : '';
}

/** @throws {Refusal} `invalid_request` naming what the vendor does not take. */
function shapeOf(video: VideoRequest) {
  refuseOtherInputs(video.inputs, ['first_frame', 'last_frame']);
  refuseAsked({
    ...{ n: video.count === 1 ? null : video.count, seed: video.seed },
    ...{ camera_fixed: video.cameraFixed, watermark: video.watermark },
  });
  oneOf('aspect_ratio', video.aspectRatio, '16:9', RATIOS);
  return {
    seconds: oneOf('seconds', video.seconds, SECONDS.usual, SECONDS.possible),
    resolution: oneOf('resolution', video.resolution, '720p', [...MODES.keys()]),
  };
}
