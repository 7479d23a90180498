import type { MediaInput, VideoRequest } from '../../../canonical/media.ts';
import { NO_USAGE } from '../../../canonical/usage.ts';
import { isJsonObject } from '../../../dialects/index.ts';
import type {
  MediaAdapter,
  MediaAnswer,
  MediaCall,
  MediaProgress,
  MediaWork,
  Submitted,
} from '../media-adapter.ts';
import { idOf, jsonOf, numberIn, objectIn, textIn, unreadable, working } from '../read-json.ts';
import { dataUrlOf, oneOf, refuseAsked, refuseOtherInputs, requireVideo } from '../require-media.ts';
import { codeOf, isContentCode, readTrouble, sentenceOf } from './base-resp.ts';

/** @see https://platform.minimax.io/docs/api-reference/video-generation-t2v */
const SECONDS = { usual: 6, possible: [6, 10] };
const RESOLUTIONS = ['512p', '720p', '768p', '1080p'];
const USUAL_RESOLUTION = '768p';
/** The largest is made at the usual length alone. */
const LARGEST = '1080p';

/** Films of MiniMax: a job, then a file, then the address of the file. */
export const minimaxFilms: MediaAdapter = {
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
  poll: (state) => get(`/query/video_generation?task_id=${encodeURIComponent(idOf(state))}`),
  readPoll: (state, answer) => (answer.status >= 300 ? unreadable(answer) : readStep(state, jsonOf(answer))),
  cancel: () => null,
  lookUp: () => null,
  readCallback: (body) => (isJsonObject(body) ? { upstreamId: textIn(body, 'task_id') ?? '' } : null),
  authHeaders: () => null,
};

function submit({ model, request, callbackUrl }: MediaWork): MediaCall {
  const video = requireVideo(request);
  const { seconds, resolution } = shapeOf(video);
  const frame = (role: MediaInput['role']): string | null => {
    const input = video.inputs.find((one) => one.role === role);
    return input === undefined ? null : dataUrlOf(input);
  };
  const said = Object.entries({
    prompt: video.prompt === '' ? null : video.prompt,
    first_frame_image: frame('first_frame'),
    last_frame_image: frame('last_frame'),
    callback_url: callbackUrl,
  }).filter(([, value]) => value !== null);
  const body = {
    model,
    duration: seconds,
    resolution: resolution.toUpperCase(),
    ...Object.fromEntries(said),
  };
  return {
    method: 'POST',
    path: '/video_generation',
    headers: ['content-type', 'application/json'],
    body: Buffer.from(JSON.stringify(body)),
  };
}

function readSubmit({ request }: MediaWork, answer: MediaAnswer): Submitted {
  const body = jsonOf(answer);
  const trouble = readTrouble(answer, body);
  if (trouble !== null) {
    return trouble;
  }
  const id = textIn(body, 'task_id');
  return id === null
    ? { kind: 'unreadable', reason: 'the upstream answered without an id' }
    : working('queued', { id, ...shapeOf(requireVideo(request)) });
}

/** One of the two answers that lead to the film: of the job, or of its file. */
function readStep(state: unknown, body: Readonly<Record<string, unknown>>): MediaProgress {
  const url = textIn(objectIn(body, 'file'), 'download_url');
  if (url !== null) {
    return readFilm(state, url);
  }
  switch (body.status) {
    case 'Preparing':
    case 'Queueing':
      return working('queued', state);
    case 'Processing':
      return working('running', state);
    case 'Success': {
      const file = textIn(body, 'file_id') ?? String(body.file_id ?? '');
      return { kind: 'continue', call: get(`/files/retrieve?file_id=${encodeURIComponent(file)}`), state };
    }
    case 'Fail': {
      const failure = isContentCode(codeOf(body)) ? 'content_policy' : 'upstream_error';
      return { kind: 'failed', failure, message: sentenceOf(body, 'The upstream failed to make the video') };
    }
    default:
      return { kind: 'unreadable', reason: 'the upstream names no status that is known' };
  }
}

function readFilm(state: unknown, url: string): MediaProgress {
  const kept = isJsonObject(state) ? state : {};
  const seconds = numberIn(kept, 'seconds') ?? SECONDS.usual;
  return {
    kind: 'succeeded',
    made: {
      outputs: [{ from: 'url', url, needsCredential: false, mediaType: 'video/mp4', seconds }],
      measured: {
        usage: NO_USAGE,
        serviceTier: null,
        pieces: [{ kind: 'second', count: seconds, size: textIn(kept, 'resolution') }],
      },
    },
  };
}

function get(path: string): MediaCall {
  return { method: 'GET', path, headers: [], body: null };
}

/** @throws {Refusal} `invalid_request` naming what the vendor does not take. */
function shapeOf(video: VideoRequest) {
  refuseOtherInputs(video.inputs, ['first_frame', 'last_frame']);
  refuseAsked({
    n: video.count === 1 ? null : video.count,
    seed: video.seed,
    aspect_ratio: video.aspectRatio,
    negative_prompt: video.negativePrompt,
    generate_audio: video.withSound,
    camera_fixed: video.cameraFixed,
    watermark: video.watermark,
  });
  const resolution = oneOf('resolution', video.resolution, USUAL_RESOLUTION, RESOLUTIONS);
  const lengths = resolution === LARGEST ? [SECONDS.usual] : SECONDS.possible;
  return { seconds: oneOf('seconds', video.seconds, SECONDS.usual, lengths), resolution };
}
