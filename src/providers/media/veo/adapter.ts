import type { MediaInput, MediaRole, VideoRequest } from '../../../canonical/media.ts';
import { NO_USAGE } from '../../../canonical/usage.ts';
import { invalidField } from '../../../core/refusal.ts';
import {
  geminiErrorOf,
  geminiPath,
  isJsonObject,
  type JsonObject,
  parseLoosely,
} from '../../../dialects/index.ts';
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

/** @see https://ai.google.dev/gemini-api/docs/video */
const ROLES: readonly MediaRole[] = ['first_frame', 'last_frame', 'reference_image', 'reference_video'];
const RATIOS = ['16:9', '9:16'];
const RESOLUTIONS = ['720p', '1080p', '4k'];
const SECONDS = { usual: 8, possible: [4, 5, 6, 7, 8] };
const MOST_FILMS = 4;
/** What is larger than the usual, or begins with more than a word, is made at its full length alone. */
const FULL_LENGTH = 8;
/** Of google.rpc.Code. */
const INVALID_ARGUMENT = 3;
/** The first models make no sound; every later one makes it always. */
const IS_SILENT = /^veo-2/;

/** Films of Veo on Gemini's API. */
export const veo: MediaAdapter = {
  modalities: ['video'],
  plan(model, request) {
    const video = requireVideo(request);
    const { seconds, resolution } = shapeOf(model, video);
    return {
      piecesCeiling: [{ kind: 'second', count: seconds * video.count, size: resolution }],
      usageCeiling: NO_USAGE,
      callsEach: false,
    };
  },
  submit,
  readSubmit,
  poll: (state) => ({ method: 'GET', path: `/v1beta/${idOf(state)}`, headers: [], body: null }),
  readPoll: (state, answer) =>
    answer.status >= 300 ? unreadable(answer) : readOperation(state, jsonOf(answer)),
  cancel: () => null,
  lookUp: () => null,
  readCallback: () => null,
  authHeaders: () => null,
};

function submit({ model, request }: MediaWork): MediaCall {
  const video = requireVideo(request);
  const { seconds, resolution } = shapeOf(model, video);
  const first = (role: MediaRole) => video.inputs.find((input) => input.role === role);
  const references = video.inputs.filter(({ role }) => role === 'reference_image');
  const instance = {
    prompt: video.prompt,
    ...inputAs('image', first('first_frame')),
    ...inputAs('lastFrame', first('last_frame')),
    ...inputAs('video', first('reference_video')),
    ...(references.length === 0
      ? {}
      : { referenceImages: references.map((one) => ({ ...inputAs('image', one), referenceType: 'asset' })) }),
  };
  const said = Object.entries({
    aspectRatio: video.aspectRatio,
    negativePrompt: video.negativePrompt,
    seed: video.seed,
    sampleCount: video.count === 1 ? null : video.count,
  }).filter(([, value]) => value !== null);
  const parameters = { durationSeconds: seconds, resolution, ...Object.fromEntries(said) };
  return {
    method: 'POST',
    path: geminiPath(model, 'predictLongRunning'),
    headers: ['content-type', 'application/json'],
    body: Buffer.from(JSON.stringify({ instances: [instance], parameters })),
  };
}

function inputAs(name: string, input: MediaInput | undefined): Readonly<Record<string, unknown>> {
  return input === undefined
    ? {}
    : { [name]: { bytesBase64Encoded: input.bytes.toString('base64'), mimeType: input.mediaType } };
}

function readSubmit({ model, request }: MediaWork, answer: MediaAnswer): Submitted {
  if (answer.status >= 300) {
    return readRefusal(geminiErrorOf(answer.status, parseLoosely(answer.body), retryAfterOf(answer)));
  }
  const name = textIn(jsonOf(answer), 'name');
  return name === null
    ? { kind: 'unreadable', reason: 'the upstream answered without the name of an operation' }
    : working('queued', { id: name, ...shapeOf(model, requireVideo(request)) });
}

function readOperation(state: unknown, operation: Readonly<Record<string, unknown>>): MediaProgress {
  if (operation.done !== true) {
    return working('running', state);
  }
  if (isJsonObject(operation.error)) {
    return readFailure(operation, operation.error);
  }
  const response = objectIn(objectIn(operation, 'response'), 'generateVideoResponse');
  const samples = Array.isArray(response.generatedSamples)
    ? response.generatedSamples.filter(isJsonObject)
    : [];
  const urls = samples.flatMap((sample) => textIn(objectIn(sample, 'video'), 'uri') ?? []);
  return urls.length === 0 ? readNothing(response) : succeeded(state, urls);
}

/** An operation that failed has a google.rpc.Status without a name, so its number is what tells. */
function readFailure(operation: JsonObject, error: JsonObject): MediaProgress {
  const { kind, message } = geminiErrorOf(200, operation, null);
  const isInvalid = error.code === INVALID_ARGUMENT;
  const failure =
    kind === 'content-filter' ? 'content_policy' : isInvalid ? 'invalid_input' : 'upstream_error';
  return { kind: 'failed', failure, message: message || 'The upstream failed to make the video' };
}

/** Done without a film is no success: what the filter took away is said beside it. */
function readNothing(response: Readonly<Record<string, unknown>>): MediaProgress {
  const filtered = numberIn(response, 'raiMediaFilteredCount') ?? 0;
  const reasons = Array.isArray(response.raiMediaFilteredReasons) ? response.raiMediaFilteredReasons : [];
  return {
    kind: 'failed',
    failure: filtered > 0 ? 'content_policy' : 'upstream_error',
    message: reasons.map(String).join(' ') || 'The upstream made no video',
  };
}

function succeeded(state: unknown, urls: readonly string[]): MediaProgress {
  const kept = isJsonObject(state) ? state : {};
  const seconds = numberIn(kept, 'seconds') ?? SECONDS.usual;
  const size = textIn(kept, 'resolution');
  return {
    kind: 'succeeded',
    made: {
      // Google answers such an address with a redirect, and only to whoever shows the key.
      outputs: urls.map((url) => ({
        from: 'url',
        url,
        needsCredential: true,
        mediaType: 'video/mp4',
        seconds,
      })),
      measured: {
        usage: NO_USAGE,
        serviceTier: null,
        pieces: [{ kind: 'second', count: seconds * urls.length, size }],
      },
    },
  };
}

/** @throws {Refusal} `invalid_request` naming what Veo does not take. */
function shapeOf(model: string, video: VideoRequest) {
  refuseOtherInputs(video.inputs, ROLES);
  refuseAsked({ camera_fixed: video.cameraFixed, watermark: video.watermark });
  if (video.withSound === IS_SILENT.test(model)) {
    throw invalidField('generate_audio', `must not be ${video.withSound} for this model`);
  }
  if (video.count > MOST_FILMS) {
    throw invalidField('n', `must be at most ${MOST_FILMS} for this model`);
  }
  oneOf('aspect_ratio', video.aspectRatio, '16:9', RATIOS);
  const seconds = oneOf('seconds', video.seconds, SECONDS.usual, SECONDS.possible);
  const resolution = oneOf('resolution', video.resolution, '720p', RESOLUTIONS);
  if (resolution !== '720p' && seconds !== FULL_LENGTH) {
    throw invalidField('seconds', `must be ${FULL_LENGTH} for ${resolution} of this model`);
  }
  return { seconds, resolution };
}
