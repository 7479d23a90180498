import type { MediaRole, VideoRequest } from '../../../canonical/media.ts';
import { NO_USAGE } from '../../../canonical/usage.ts';
import { parseLoosely, parseOpenaiError } from '../../../dialects/index.ts';
import type {
  MediaAdapter,
  MediaAnswer,
  MediaCall,
  MediaProgress,
  MediaWork,
  Submitted,
} from '../media-adapter.ts';
import { idOf, jsonOf, numberIn, objectIn, textIn, unreadable, working } from '../read-json.ts';
import { readRefusal, retryAfterOf } from '../read-refusal.ts';
import { dataUrlOf, oneOf, refuseAsked, refuseOtherInputs, requireVideo } from '../require-media.ts';

/** @see https://www.volcengine.com/docs/82379/1520757 (create), /1521309 (query), /1521720 (cancel) */
const TASKS = '/contents/generations/tasks';
const JSON_HEADERS = ['content-type', 'application/json'];
const ROLES: readonly MediaRole[] = ['first_frame', 'last_frame', 'reference_image'];
const RATIOS = ['16:9', '4:3', '1:1', '3:4', '9:16', '21:9', 'adaptive'];
const SECONDS = { usual: 5, possible: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] };
/** The pixels of each resolution in its largest shape, for the vendor's own sum of tokens. */
const PIXELS: ReadonlyMap<string, number> = new Map([
  ['480p', 864 * 496],
  ['720p', 1_280 * 736],
  ['1080p', 1_920 * 1_088],
]);
const USUAL_RESOLUTION = '720p';
const FRAMES_PER_SECOND = 24;
const PIXELS_PER_TOKEN = 1_024;

/** Films of Seedance on Volcengine Ark and BytePlus, which charges for completion tokens when a film is made. */
export const ark: MediaAdapter = {
  modalities: ['video'],
  plan(_model, request) {
    const { seconds, resolution } = shapeOf(requireVideo(request));
    const tokens = ((PIXELS.get(resolution) ?? 0) * FRAMES_PER_SECOND * seconds) / PIXELS_PER_TOKEN;
    return {
      piecesCeiling: [{ kind: 'second', count: seconds, size: resolution }],
      usageCeiling: { ...NO_USAGE, outputTokens: Math.ceil(tokens) },
      callsEach: false,
    };
  },
  submit,
  readSubmit,
  poll: (state) => ({
    method: 'GET',
    path: `${TASKS}/${encodeURIComponent(idOf(state))}`,
    headers: [],
    body: null,
  }),
  readPoll: (state, answer) => (answer.status >= 300 ? unreadable(answer) : readTask(state, jsonOf(answer))),
  cancel: (state) => ({
    method: 'DELETE',
    path: `${TASKS}/${encodeURIComponent(idOf(state))}`,
    headers: [],
    body: null,
  }),
  lookUp: () => null,
  readCallback: (body) => ({ upstreamId: idOf(body) }),
  authHeaders: () => null,
};

function submit({ model, request, callbackUrl }: MediaWork): MediaCall {
  const video = requireVideo(request);
  const { seconds, resolution } = shapeOf(video);
  const content = [
    ...(video.prompt === '' ? [] : [{ type: 'text', text: video.prompt }]),
    ...video.inputs.map((input) => ({
      type: 'image_url',
      image_url: { url: dataUrlOf(input) },
      role: input.role,
    })),
  ];
  const fields: Readonly<Record<string, unknown>> = {
    ratio: video.aspectRatio,
    seed: video.seed,
    camera_fixed: video.cameraFixed,
    watermark: video.watermark,
    generate_audio: video.withSound,
    callback_url: callbackUrl,
  };
  const said = Object.entries(fields).filter(([, value]) => value !== null);
  const body = { model, content, resolution, duration: seconds, ...Object.fromEntries(said) };
  return { method: 'POST', path: TASKS, headers: JSON_HEADERS, body: Buffer.from(JSON.stringify(body)) };
}

function readSubmit(_work: MediaWork, answer: MediaAnswer): Submitted {
  if (answer.status >= 300) {
    return readRefusal(parseOpenaiError(answer.status, parseLoosely(answer.body), retryAfterOf(answer)));
  }
  const id = textIn(jsonOf(answer), 'id');
  return id === null
    ? { kind: 'unreadable', reason: 'the upstream answered without an id' }
    : working('queued', { id });
}

function readTask(state: unknown, task: Readonly<Record<string, unknown>>): MediaProgress {
  switch (task.status) {
    case 'queued':
      return working('queued', state);
    case 'running':
      return working('running', state);
    case 'succeeded':
      return readFilm(task);
    case 'failed':
      return readFailure(task);
    case 'expired':
      return { kind: 'failed', failure: 'upstream_expired', message: 'The upstream gave the task up' };
    case 'cancelled':
      return { kind: 'failed', failure: 'upstream_canceled', message: 'The upstream canceled the task' };
    default:
      return { kind: 'unreadable', reason: 'the upstream names no status that is known' };
  }
}

function readFilm(task: Readonly<Record<string, unknown>>): MediaProgress {
  const url = textIn(objectIn(task, 'content'), 'video_url');
  if (url === null) {
    return { kind: 'failed', failure: 'upstream_error', message: 'The upstream made no video' };
  }
  const seconds = numberIn(task, 'duration');
  const size = textIn(task, 'resolution');
  const tokens = numberIn(objectIn(task, 'usage'), 'completion_tokens') ?? 0;
  return {
    kind: 'succeeded',
    made: {
      outputs: [{ from: 'url', url, needsCredential: false, mediaType: 'video/mp4', seconds }],
      measured: {
        usage: { ...NO_USAGE, outputTokens: tokens },
        serviceTier: textIn(task, 'service_tier'),
        pieces: seconds === null ? [] : [{ kind: 'second', count: seconds, size }],
      },
    },
  };
}

/** Codes of what its policy does not let it make end in `SensitiveContentDetected`, with more words behind at times. */
function readFailure(task: Readonly<Record<string, unknown>>): MediaProgress {
  const error = objectIn(task, 'error');
  const code = textIn(error, 'code') ?? '';
  const failure = /Sensitive|Policy|Risk/.test(code)
    ? 'content_policy'
    : /Invalid|Unsupported/.test(code)
      ? 'invalid_input'
      : 'upstream_error';
  return {
    kind: 'failed',
    failure,
    message: textIn(error, 'message') ?? 'The upstream failed to make the video',
  };
}

/** @throws {Refusal} `invalid_request` naming what the vendor does not take. */
function shapeOf(video: VideoRequest) {
  refuseOtherInputs(video.inputs, ROLES);
  refuseAsked({ negative_prompt: video.negativePrompt, n: video.count === 1 ? null : video.count });
  oneOf('aspect_ratio', video.aspectRatio, 'adaptive', RATIOS);
  return {
    seconds: oneOf('seconds', video.seconds, SECONDS.usual, SECONDS.possible),
    resolution: oneOf('resolution', video.resolution, USUAL_RESOLUTION, [...PIXELS.keys()]),
  };
}
