import type { ImageRequest, MediaOutput, MediaRequest, VideoRequest } from '../../../canonical/media.ts';
import { NO_USAGE, type PieceCount } from '../../../canonical/usage.ts';
import { invalidField } from '../../../core/refusal.ts';
import { isJsonObject, type JsonObject } from '../../../dialects/index.ts';
import type {
  MediaAdapter,
  MediaAnswer,
  MediaCall,
  MediaProgress,
  MediaWork,
  Submitted,
} from '../media-adapter.ts';
import { jsonOf, objectIn, textIn, unreadable, working } from '../read-json.ts';
import { readRefusal, retryAfterOf } from '../read-refusal.ts';
import { dataUrlOf, refuseAsked, refuseOtherInputs } from '../require-media.ts';

/** @see https://docs.fal.ai/model-apis/model-endpoints/queue */
const MOST_IMAGES = 4;
const USUAL_SECONDS = 5;
const USUAL_RESOLUTION = '720p';

/** Pictures and films of apps on fal's queue, by the names that most of them give their fields. */
export const fal: MediaAdapter = {
  modalities: ['image', 'video'],
  plan(_model, request) {
    return { piecesCeiling: [piecesOf(request)], usageCeiling: NO_USAGE, callsEach: false };
  },
  submit,
  readSubmit,
  poll: (state) => get(stateOf(state).statusUrl),
  readPoll,
  cancel: (state) => ({ method: 'PUT', path: stateOf(state).cancelUrl, headers: [], body: null }),
  lookUp: () => null,
  readCallback: (body) => (isJsonObject(body) ? { upstreamId: textIn(body, 'request_id') ?? '' } : null),
  authHeaders: () => null,
};

function submit({ model, request, callbackUrl }: MediaWork): MediaCall {
  const query = callbackUrl === null ? '' : `?${new URLSearchParams({ fal_webhook: callbackUrl })}`;
  const body = request.modality === 'image' ? pictureBody(request) : filmBody(request as VideoRequest);
  const said = Object.entries(body).filter(([, value]) => value !== null);
  return {
    method: 'POST',
    path: `/${model}${query}`,
    headers: ['content-type', 'application/json'],
    body: Buffer.from(JSON.stringify(Object.fromEntries(said))),
  };
}

function pictureBody(image: ImageRequest): JsonObject {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(image.size ?? '') ?? [];
  return {
    prompt: image.prompt,
    num_images: image.count,
    image_size: width === undefined ? null : { width: Number(width), height: Number(height) },
    aspect_ratio: image.aspectRatio,
    seed: image.seed,
    output_format: image.outputFormat,
    image_urls: image.inputs.length === 0 ? null : image.inputs.map(dataUrlOf),
  };
}

function filmBody(video: VideoRequest): JsonObject {
  const [first] = video.inputs;
  return {
    prompt: video.prompt,
    duration: String(video.seconds ?? USUAL_SECONDS),
    resolution: video.resolution ?? USUAL_RESOLUTION,
    aspect_ratio: video.aspectRatio,
    negative_prompt: video.negativePrompt,
    generate_audio: video.withSound,
    seed: video.seed,
    image_url: first === undefined ? null : dataUrlOf(first),
  };
}

function readSubmit({ request }: MediaWork, answer: MediaAnswer): Submitted {
  const body = jsonOf(answer);
  if (answer.status >= 300) {
    return readRefusal({ ...errorOf(answer.status, body), retryAfterS: retryAfterOf(answer) });
  }
  // The addresses of an answer are used as they are: a path below an app is not part of them.
  const [statusUrl, responseUrl, cancelUrl] = ['status_url', 'response_url', 'cancel_url'].map((name) =>
    textIn(body, name),
  );
  return statusUrl == null || responseUrl == null
    ? { kind: 'unreadable', reason: 'the upstream answered without the addresses of a request' }
    : working('queued', {
        ...{ id: textIn(body, 'request_id') ?? '', statusUrl, responseUrl, cancelUrl: cancelUrl ?? '' },
        piece: piecesOf(request),
      });
}

/** COMPLETED says that there is an answer, good or bad; the answer itself says which. */
function readPoll(state: unknown, answer: MediaAnswer): MediaProgress {
  const body = jsonOf(answer);
  switch (body.status) {
    case 'IN_QUEUE':
      return working('queued', state);
    case 'IN_PROGRESS':
      return working('running', state);
    case 'COMPLETED':
      return { kind: 'continue', call: get(stateOf(state).responseUrl), state };
    default:
      return readResult(state, answer, body);
  }
}

function readResult(state: unknown, answer: MediaAnswer, body: JsonObject): MediaProgress {
  const { piece } = stateOf(state);
  const outputs = outputsOf(body, piece);
  if (answer.status < 300 && outputs.length > 0) {
    const pieces = piece.kind === 'image' ? [{ ...piece, count: outputs.length }] : [piece];
    return { kind: 'succeeded', made: { outputs, measured: { usage: NO_USAGE, serviceTier: null, pieces } } };
  }
  if (answer.status === 404 || answer.status === 429 || body.detail === undefined) {
    return unreadable(answer);
  }
  const { kind, message } = errorOf(answer.status, body);
  const failure =
    kind === 'content-filter'
      ? 'content_policy'
      : kind === 'invalid-request'
        ? 'invalid_input'
        : 'upstream_error';
  return { kind: 'failed', failure, message: message || 'The upstream failed' };
}

function outputsOf(body: JsonObject, piece: PieceCount): MediaOutput[] {
  const listed = Array.isArray(body.images) ? body.images.filter(isJsonObject) : [];
  const files = [...listed, objectIn(body, 'image'), objectIn(body, 'video')];
  return files.flatMap((file) => {
    const url = textIn(file, 'url');
    const seconds = piece.kind === 'second' ? piece.count : null;
    return url === null
      ? []
      : [
          {
            from: 'url' as const,
            url,
            needsCredential: false,
            mediaType: textIn(file, 'content_type'),
            seconds,
          },
        ];
  });
}

/** An error of fal: a text, or FastAPI's list of what is wrong with the body. */
function errorOf(status: number, { detail }: JsonObject) {
  const [first] = Array.isArray(detail) ? detail.filter(isJsonObject) : [];
  const message =
    first === undefined ? (typeof detail === 'string' ? detail : '') : (textIn(first, 'msg') ?? '');
  const type = first === undefined ? null : textIn(first, 'type');
  const isPolicy = type === 'content_policy_violation';
  const kind = isPolicy
    ? 'content-filter'
    : status === 401 || status === 403
      ? 'authentication'
      : status === 429
        ? 'rate-limit'
        : status < 500
          ? 'invalid-request'
          : 'server';
  return { kind, status, message, code: type, retryAfterS: null } as const;
}

/** @throws {Refusal} `invalid_request` naming what is not taken. */
function piecesOf(request: MediaRequest): PieceCount {
  switch (request.modality) {
    case 'image': {
      refuseOtherInputs(request.inputs, ['reference_image']);
      refuseAsked({ quality: request.quality, background: request.background });
      if (request.count > MOST_IMAGES) {
        throw invalidField('n', `must be at most ${MOST_IMAGES} for this model`);
      }
      return { kind: 'image', count: request.count, size: request.size ?? request.sizeClass };
    }
    case 'video': {
      refuseOtherInputs(request.inputs, ['first_frame']);
      refuseAsked({ n: request.count === 1 ? null : request.count, watermark: request.watermark });
      return {
        kind: 'second',
        count: request.seconds ?? USUAL_SECONDS,
        size: request.resolution ?? USUAL_RESOLUTION,
      };
    }
    case 'music':
      throw invalidField('model', 'makes pictures and films, not music');
  }
}

interface FalState {
  readonly statusUrl: string;
  readonly responseUrl: string;
  readonly cancelUrl: string;
  readonly piece: PieceCount;
}

/** The state is what `readSubmit` kept. */
function stateOf(state: unknown): FalState {
  return state as FalState;
}

function get(path: string): MediaCall {
  return { method: 'GET', path, headers: [], body: null };
}
