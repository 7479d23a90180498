import type { MediaOutput, MediaRequest } from '../../../canonical/media.ts';
import { NO_USAGE, type PieceCount } from '../../../canonical/usage.ts';
import { invalidField } from '../../../core/refusal.ts';
import { type JsonObject, parseOpenaiError } from '../../../dialects/index.ts';
import type {
  MediaAdapter,
  MediaAnswer,
  MediaCall,
  MediaProgress,
  MediaWork,
  Submitted,
} from '../media-adapter.ts';
import { idOf, jsonOf, textIn, unreadable, working } from '../read-json.ts';
import { readRefusal, retryAfterOf } from '../read-refusal.ts';
import { dataUrlOf, refuseAsked } from '../require-media.ts';

/** @see https://replicate.com/docs/reference/http */
const MOST_IMAGES = 4;
const USUAL_SECONDS = 5;
const SENSITIVE = /nsfw|sensitive|safety|flagged|policy/i;

/** Media of models on Replicate, by the names that most of them give their inputs. */
export const replicate: MediaAdapter = {
  modalities: ['image', 'video', 'music'],
  plan(_model, request) {
    return { piecesCeiling: [pieceOf(request)], usageCeiling: NO_USAGE, callsEach: false };
  },
  submit,
  readSubmit,
  poll: (state) => prediction('GET', state, ''),
  readPoll: (state, answer) =>
    answer.status >= 300 ? unreadable(answer) : readPrediction(state, jsonOf(answer)),
  cancel: (state) => prediction('POST', state, '/cancel'),
  lookUp: () => null,
  readCallback: (body) => ({ upstreamId: idOf(body) }),
  authHeaders: () => null,
};

function submit({ model, request, callbackUrl }: MediaWork): MediaCall {
  const said = Object.entries(inputOf(request)).filter(([, value]) => value !== null);
  const body = {
    input: Object.fromEntries(said),
    ...(callbackUrl === null ? {} : { webhook: callbackUrl, webhook_events_filter: ['completed'] }),
  };
  return {
    method: 'POST',
    path: `/v1/models/${model.split('/').map(encodeURIComponent).join('/')}/predictions`,
    headers: ['content-type', 'application/json'],
    body: Buffer.from(JSON.stringify(body)),
  };
}

function inputOf(request: MediaRequest): JsonObject {
  const { prompt, seed, inputs } = request;
  const [first] = inputs;
  const image = first === undefined ? null : dataUrlOf(first);
  switch (request.modality) {
    case 'image':
      return {
        ...{ prompt, seed, image, num_outputs: request.count },
        ...{ aspect_ratio: request.aspectRatio, output_format: request.outputFormat },
      };
    case 'video':
      return {
        ...{ prompt, seed, image, duration: request.seconds, resolution: request.resolution },
        ...{ aspect_ratio: request.aspectRatio, negative_prompt: request.negativePrompt },
      };
    case 'music':
      return { ...{ prompt, seed, lyrics: request.lyrics }, output_format: request.outputFormat };
  }
}

function readSubmit({ request }: MediaWork, answer: MediaAnswer): Submitted {
  const body = jsonOf(answer);
  if (answer.status >= 300) {
    const read = parseOpenaiError(answer.status, body, retryAfterOf(answer));
    return readRefusal({ ...read, message: textIn(body, 'detail') ?? read.message });
  }
  const id = textIn(body, 'id');
  return id === null
    ? { kind: 'unreadable', reason: 'the upstream answered without an id' }
    : readPrediction({ id, piece: pieceOf(request) }, body);
}

function readPrediction(state: unknown, body: JsonObject): MediaProgress {
  switch (body.status) {
    case 'starting':
      return working('queued', state);
    case 'processing':
      return working('running', state);
    case 'succeeded':
      return readOutput(state, body.output);
    case 'failed': {
      const message = textIn(body, 'error') ?? 'The upstream failed';
      return {
        kind: 'failed',
        failure: SENSITIVE.test(message) ? 'content_policy' : 'upstream_error',
        message,
      };
    }
    case 'canceled':
      return { kind: 'failed', failure: 'upstream_canceled', message: 'The upstream canceled the task' };
    case 'aborted':
      return { kind: 'failed', failure: 'upstream_expired', message: 'The upstream gave the task up' };
    default:
      return { kind: 'unreadable', reason: 'the upstream names no status that is known' };
  }
}

/** One address, or a list of them. */
function readOutput(state: unknown, output: unknown): MediaProgress {
  const { piece } = state as { readonly piece: PieceCount };
  const urls = [output].flat().filter((url): url is string => typeof url === 'string' && url !== '');
  const seconds = piece.kind === 'second' ? piece.count : null;
  const outputs: MediaOutput[] = urls.map((url) => ({
    from: 'url',
    url,
    needsCredential: false,
    mediaType: null,
    seconds,
  }));
  if (outputs.length === 0) {
    return { kind: 'failed', failure: 'upstream_error', message: 'The upstream made nothing' };
  }
  const pieces = piece.kind === 'image' ? [{ ...piece, count: outputs.length }] : [piece];
  return { kind: 'succeeded', made: { outputs, measured: { usage: NO_USAGE, serviceTier: null, pieces } } };
}

function prediction(method: 'GET' | 'POST', state: unknown, what: string): MediaCall {
  return {
    method,
    path: `/v1/predictions/${encodeURIComponent(idOf(state))}${what}`,
    headers: [],
    body: null,
  };
}

/** @throws {Refusal} `invalid_request` naming what is not taken. */
function pieceOf(request: MediaRequest): PieceCount {
  if (request.inputs.length > 1) {
    throw invalidField('images', 'must be one for this model');
  }
  switch (request.modality) {
    case 'image':
      refuseAsked({ size: request.size, quality: request.quality, background: request.background });
      if (request.count > MOST_IMAGES) {
        throw invalidField('n', `must be at most ${MOST_IMAGES} for this model`);
      }
      return { kind: 'image', count: request.count, size: request.sizeClass };
    case 'video':
      refuseAsked({
        n: request.count === 1 ? null : request.count,
        watermark: request.watermark,
        generate_audio: request.withSound,
      });
      return { kind: 'second', count: request.seconds ?? USUAL_SECONDS, size: request.resolution };
    case 'music':
      refuseAsked({ title: request.title, style: request.style });
      return { kind: 'song', count: 1, size: null };
  }
}
