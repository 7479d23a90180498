import type { VideoRequest } from '../../../canonical/media.ts';
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
import { oneOf, refuseAsked, refuseOtherInputs, requireVideo } from '../require-media.ts';
import { type FileField, writeForm } from '../write-form.ts';

/** @see https://platform.openai.com/docs/api-reference/videos */
const VIDEOS = '/videos';
const SECONDS = { usual: 4, possible: [4, 8, 12] };
/** The pixels of each shape, by resolution. */
const SIZES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    '720p',
    new Map([
      ['9:16', '720x1280'],
      ['16:9', '1280x720'],
    ]),
  ],
  [
    '1080p',
    new Map([
      ['9:16', '1024x1792'],
      ['16:9', '1792x1024'],
    ]),
  ],
]);
const USUAL = { resolution: '720p', aspectRatio: '9:16' };

/** Films of OpenAI's videos API, which other gateways speak too. */
export const openaiVideos: MediaAdapter = {
  modalities: ['video'],
  plan(_model, request) {
    const { seconds, size } = shapeOf(requireVideo(request));
    return {
      piecesCeiling: [{ kind: 'second', count: seconds, size }],
      usageCeiling: NO_USAGE,
      callsEach: false,
    };
  },
  submit,
  readSubmit,
  poll: (state) => ({
    method: 'GET',
    path: `${VIDEOS}/${encodeURIComponent(idOf(state))}`,
    headers: [],
    body: null,
  }),
  readPoll: (state, answer) => (answer.status >= 300 ? unreadable(answer) : readVideo(state, jsonOf(answer))),
  cancel: () => null,
  lookUp: () => null,
  readCallback: () => null,
  authHeaders: () => null,
};

function submit({ model, request, taskId }: MediaWork): MediaCall {
  const video = requireVideo(request);
  const { seconds, size } = shapeOf(video);
  const files = video.inputs.map(({ mediaType, bytes }): [string, FileField] => [
    'input_reference',
    { fileName: `reference.${mediaType.replace(/^.*\//, '')}`, mediaType, bytes },
  ]);
  const { contentType, body } = writeForm(`turnpike-${taskId}`, [
    ['model', model],
    ['prompt', video.prompt],
    ['seconds', String(seconds)],
    ['size', size],
    ...files,
  ]);
  return { method: 'POST', path: VIDEOS, headers: ['content-type', contentType], body };
}

function readSubmit(_work: MediaWork, answer: MediaAnswer): Submitted {
  if (answer.status >= 300) {
    return readRefusal(parseOpenaiError(answer.status, parseLoosely(answer.body), retryAfterOf(answer)));
  }
  const video = jsonOf(answer);
  const id = textIn(video, 'id');
  return id === null
    ? { kind: 'unreadable', reason: 'the upstream answered without an id' }
    : readVideo({ id }, video);
}

function readVideo(state: unknown, video: Readonly<Record<string, unknown>>): MediaProgress {
  switch (video.status) {
    case 'queued':
      return working('queued', state, numberIn(video, 'progress'));
    case 'in_progress':
      return working('running', state, numberIn(video, 'progress'));
    case 'completed':
      return readFilm(state, video);
    case 'failed': {
      const error = objectIn(video, 'error');
      const failure = /moderation|policy/.test(textIn(error, 'code') ?? '')
        ? 'content_policy'
        : 'upstream_error';
      return {
        kind: 'failed',
        failure,
        message: textIn(error, 'message') ?? 'The upstream failed to make the video',
      };
    }
    default:
      return { kind: 'unreadable', reason: 'the upstream names no status that is known' };
  }
}

function readFilm(state: unknown, video: Readonly<Record<string, unknown>>): MediaProgress {
  const seconds = Number(video.seconds ?? Number.NaN);
  const isTimed = Number.isFinite(seconds) && seconds > 0;
  const path = `${VIDEOS}/${encodeURIComponent(idOf(state))}/content`;
  return {
    kind: 'succeeded',
    made: {
      outputs: [
        {
          from: 'url',
          url: path,
          needsCredential: true,
          mediaType: 'video/mp4',
          seconds: isTimed ? seconds : null,
        },
      ],
      measured: {
        usage: NO_USAGE,
        serviceTier: null,
        pieces: isTimed ? [{ kind: 'second', count: seconds, size: textIn(video, 'size') }] : [],
      },
    },
  };
}

/** @throws {Refusal} `invalid_request` naming what the vendor does not take. */
function shapeOf(video: VideoRequest) {
  refuseOtherInputs(video.inputs, ['first_frame']);
  refuseAsked({
    n: video.count === 1 ? null : video.count,
    seed: video.seed,
    negative_prompt: video.negativePrompt,
    generate_audio: video.withSound === false ? false : null,
    camera_fixed: video.cameraFixed,
    watermark: video.watermark,
  });
  const resolution = oneOf('resolution', video.resolution, USUAL.resolution, [...SIZES.keys()]);
  const shapes = SIZES.get(resolution) ?? new Map<string, string>();
  const aspectRatio = oneOf('aspect_ratio', video.aspectRatio, USUAL.aspectRatio, [...shapes.keys()]);
  return {
    seconds: oneOf('seconds', video.seconds, SECONDS.usual, SECONDS.possible),
    size: shapes.get(aspectRatio) ?? '',
  };
}
