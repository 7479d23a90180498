import type { ImageRequest, MediaOutput } from '../../../canonical/media.ts';
import { type Measured, NO_USAGE, type PieceCount } from '../../../canonical/usage.ts';
import { invalidField } from '../../../core/refusal.ts';
import {
  imageTokensCeiling,
  isJsonObject,
  type JsonObject,
  measureImages,
  parseLoosely,
  parseOpenaiError,
} from '../../../dialects/index.ts';
import type { MediaAdapter, MediaAnswer, MediaCall, MediaWork, Submitted } from '../media-adapter.ts';
import { readRefusal, retryAfterOf } from '../read-refusal.ts';
import { ANSWERS_AT_ONCE } from '../usual-adapter.ts';
import { type FileField, writeForm } from '../write-form.ts';

/** As many as OpenAI draws for one request (platform.openai.com/docs/api-reference/images/create). */
const MOST_IMAGES = 10;
/** The pixels of a shape in the one class of size that every model of OpenAI draws. */
const PIXELS: ReadonlyMap<string, string> = new Map([
  ['1:1', '1024x1024'],
  ['3:2', '1536x1024'],
  ['2:3', '1024x1536'],
]);
const USUAL_CLASS = '1K';
/** About what a picture to work from counts at most, as for requests that are answered at once. */
const SOURCE_TOKENS = 6_600;
const BYTES_PER_TOKEN = 1;
/** Models before `gpt-image` give addresses unless they are asked for the bytes; the later ones take no word for it. */
const TAKES_RESPONSE_FORMAT = /^dall-e/;

/** Pictures of OpenAI and of whoever speaks its images API, which answers with them at once. */
export const openaiImages: MediaAdapter = {
  ...ANSWERS_AT_ONCE,
  modalities: ['image'],
  plan(_model, request) {
    const image = requireImage(request);
    if (image.count > MOST_IMAGES) {
      throw invalidField('n', `must be at most ${MOST_IMAGES} for this model`);
    }
    const size = pixelsOf(image);
    const sources = image.inputs.length;
    return {
      piecesCeiling: [{ kind: 'image', count: image.count, size }],
      usageCeiling: {
        ...NO_USAGE,
        inputTokens: Math.ceil(Buffer.byteLength(image.prompt) / BYTES_PER_TOKEN),
        imageInputTokens: sources * SOURCE_TOKENS,
        imageOutputTokens: image.count * imageTokensCeiling(size, image.quality ?? undefined),
      },
      callsEach: false,
    };
  },
  submit(work) {
    const image = requireImage(work.request);
    return image.inputs.length === 0 ? generation(work, image) : edit(work, image);
  },
  readSubmit,
};

function generation({ model }: MediaWork, image: ImageRequest): MediaCall {
  const body = JSON.stringify(Object.fromEntries(fieldsOf(model, image)));
  const headers = ['content-type', 'application/json'];
  return { method: 'POST', path: '/images/generations', headers, body: Buffer.from(body) };
}

function edit({ model, taskId }: MediaWork, image: ImageRequest): MediaCall {
  const files = image.inputs.map(({ role, mediaType, bytes }, index): [string, FileField] => [
    role === 'mask' ? 'mask' : 'image[]',
    { fileName: `${index}.${mediaType.replace(/^image\//, '')}`, mediaType, bytes },
  ]);
  const texts = fieldsOf(model, image).map(([name, value]): [string, string] => [name, String(value)]);
  const { contentType, body } = writeForm(`turnpike-${taskId}`, [...texts, ...files]);
  return { method: 'POST', path: '/images/edits', headers: ['content-type', contentType], body };
}

/** The fields that are not left to the model. */
function fieldsOf(model: string, image: ImageRequest): [string, string | number][] {
  const fields: [string, string | number | null][] = [
    ['model', model],
    ['prompt', image.prompt],
    ['n', image.count],
    ['size', pixelsOf(image)],
    ['quality', image.quality],
    ['background', image.background],
    ['output_format', image.outputFormat],
    ['output_compression', image.outputCompression],
    ['response_format', TAKES_RESPONSE_FORMAT.test(model) ? 'b64_json' : null],
  ];
  return fields.filter((field): field is [string, string | number] => field[1] !== null);
}

/** @throws {Refusal} `invalid_request` for a class of size or a shape that OpenAI has no pixels for. */
function pixelsOf({ size, sizeClass, aspectRatio }: ImageRequest): string | null {
  if (size !== null) {
    return size;
  }
  if (sizeClass !== null && sizeClass !== USUAL_CLASS) {
    throw invalidField('image_size', `must be ${USUAL_CLASS} for this model; name other pixels as size`);
  }
  if (aspectRatio === null) {
    return sizeClass === null ? null : (PIXELS.get('1:1') ?? null);
  }
  const pixels = PIXELS.get(aspectRatio);
  if (pixels === undefined) {
    throw invalidField('aspect_ratio', `must be one of ${[...PIXELS.keys()].join(', ')} for this model`);
  }
  return pixels;
}

/** @see https://platform.openai.com/docs/api-reference/images/object */
function readSubmit({ request }: MediaWork, answer: MediaAnswer): Submitted {
  const body = parseLoosely(answer.body);
  if (answer.status >= 300 || (isJsonObject(body) && isJsonObject(body.error))) {
    return readRefusal(parseOpenaiError(answer.status, body, retryAfterOf(answer)));
  }
  const image = requireImage(request);
  const data = isJsonObject(body) && Array.isArray(body.data) ? body.data.filter(isJsonObject) : [];
  const outputs = data.flatMap((picture) => outputOf(picture, body as JsonObject));
  if (outputs.length === 0) {
    return { kind: 'failed', failure: 'upstream_error', message: 'The upstream answered without a picture' };
  }
  return {
    kind: 'succeeded',
    made: { outputs, measured: measuredOf(body as JsonObject, image, outputs.length) },
  };
}

function outputOf(
  { b64_json: base64, url }: JsonObject,
  { output_format: format }: JsonObject,
): MediaOutput[] {
  const mediaType = typeof format === 'string' ? `image/${format}` : null;
  if (typeof base64 === 'string' && base64 !== '') {
    return [{ from: 'bytes', bytes: Buffer.from(base64, 'base64'), mediaType, seconds: null }];
  }
  return typeof url === 'string' && url !== ''
    ? [{ from: 'url', url, needsCredential: false, mediaType, seconds: null }]
    : [];
}

function measuredOf(body: JsonObject, image: ImageRequest, count: number): Measured {
  const said = typeof body.size === 'string' && body.size !== 'auto' ? body.size : null;
  const pieces: readonly PieceCount[] = [{ kind: 'image', count, size: said ?? pixelsOf(image) }];
  const counted = isJsonObject(body.usage) ? measureImages(body.usage) : null;
  return { usage: counted?.usage ?? NO_USAGE, serviceTier: null, pieces };
}

function requireImage(request: MediaWork['request']): ImageRequest {
  if (request.modality !== 'image') {
    throw invalidField('model', `makes pictures, not ${request.modality}`);
  }
  return request;
}
