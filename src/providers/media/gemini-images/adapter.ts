import type { ImageRequest } from '../../../canonical/media.ts';
import { NO_USAGE } from '../../../canonical/usage.ts';
import { invalidField, Refusal } from '../../../core/refusal.ts';
import {
  geminiErrorOf,
  geminiImageSize,
  geminiPath,
  isErrorAnswer,
  MalformedAnswerError,
  parseLoosely,
  readDrawnImage,
} from '../../../dialects/index.ts';
import type { MediaAdapter, MediaAnswer, MediaCall, MediaWork, Submitted } from '../media-adapter.ts';
import { readRefusal, retryAfterOf } from '../read-refusal.ts';
import { ANSWERS_AT_ONCE } from '../usual-adapter.ts';

/** The shapes Gemini draws (ai.google.dev/gemini-api/docs/image-generation). */
const ASPECT_RATIO = /^(?:1:1|2:3|3:2|3:4|4:3|4:5|5:4|9:16|16:9|21:9)$/;
const CLASSES = ['1K', '2K', '4K'];
/** The first models draw one class of size and take no word for it. */
const DRAWS_ONE_CLASS = /^gemini-2\./;
/** The most tokens that a picture of each class counts, by Google's page of prices. */
const TOKENS_CEILING: ReadonlyMap<string, number> = new Map([
  ['1K', 1_290],
  ['2K', 1_680],
  ['4K', 2_520],
]);
/** A picture to work from counts 258 tokens a tile, and the largest has sixteen. */
const SOURCE_TOKENS = 4_128;

/** Pictures of Gemini, which draws one for each request and answers with it at once. */
export const geminiImages: MediaAdapter = {
  ...ANSWERS_AT_ONCE,
  modalities: ['image'],
  plan(model, request) {
    const image = requireImage(request);
    const { sizeClass } = shapeOf(model, image);
    return {
      piecesCeiling: [{ kind: 'image', count: image.count, size: sizeClass }],
      usageCeiling: {
        ...NO_USAGE,
        inputTokens: image.count * (Buffer.byteLength(image.prompt) + image.inputs.length * SOURCE_TOKENS),
        imageOutputTokens: image.count * (TOKENS_CEILING.get(sizeClass) ?? 0),
      },
      callsEach: true,
    };
  },
  submit,
  readSubmit,
};

/** @see https://ai.google.dev/gemini-api/docs/image-generation */
function submit({ model, request }: MediaWork): MediaCall {
  const image = requireImage(request);
  const { aspectRatio, sizeClass } = shapeOf(model, image);
  const imageConfig = {
    ...(aspectRatio === null ? {} : { aspectRatio }),
    ...(DRAWS_ONE_CLASS.test(model) ? {} : { imageSize: sizeClass }),
  };
  const inputs = image.inputs.map(({ mediaType, bytes }) => ({
    inlineData: { mimeType: mediaType, data: bytes.toString('base64') },
  }));
  const body = {
    contents: [{ role: 'user', parts: [{ text: image.prompt }, ...inputs] }],
    generationConfig: {
      responseModalities: ['IMAGE'],
      ...(image.seed === null ? {} : { seed: image.seed }),
      ...(Object.keys(imageConfig).length === 0 ? {} : { imageConfig }),
    },
  };
  return {
    method: 'POST',
    path: geminiPath(model, 'generateContent'),
    headers: ['content-type', 'application/json'],
    body: Buffer.from(JSON.stringify(body)),
  };
}

function readSubmit({ model, request }: MediaWork, answer: MediaAnswer): Submitted {
  const { body, status } = answer;
  if (status >= 300 || isErrorAnswer(body)) {
    return readRefusal(geminiErrorOf(status, parseLoosely(body), retryAfterOf(answer)));
  }
  try {
    const { base64, format, measured } = readDrawnImage(body);
    const { sizeClass } = shapeOf(model, requireImage(request));
    return {
      kind: 'succeeded',
      made: {
        outputs: [
          {
            from: 'bytes',
            bytes: Buffer.from(base64, 'base64'),
            mediaType: `image/${format}`,
            seconds: null,
          },
        ],
        measured: {
          usage: measured?.usage ?? NO_USAGE,
          serviceTier: null,
          pieces: [{ kind: 'image', count: 1, size: sizeClass }],
        },
      },
    };
  } catch (error) {
    return readNoImage(error);
  }
}

/** An answer that came but has no picture is the model's word; one that is no answer says nothing. */
function readNoImage(error: unknown): Submitted {
  if (error instanceof Refusal) {
    const failure = error.code === 'invalid_request' ? 'content_policy' : 'upstream_error';
    return { kind: 'failed', failure, message: error.message.replace(/^prompt: /, '') };
  }
  if (error instanceof MalformedAnswerError) {
    return { kind: 'unreadable', reason: error.message };
  }
  throw error;
}

/**
 * The shape and the class of size, from the words of Gemini or from pixels.
 * @throws {Refusal} `invalid_request` naming what the model does not draw.
 */
function shapeOf(model: string, image: ImageRequest) {
  const asked = geminiImageSize(image.size);
  if (!asked.isExact) {
    throw invalidField('size', 'is no shape that this model draws');
  }
  const sizeClass = image.sizeClass ?? asked.sizeClass;
  if (!CLASSES.includes(sizeClass) || (sizeClass !== '1K' && DRAWS_ONE_CLASS.test(model))) {
    const possible = DRAWS_ONE_CLASS.test(model) ? '1K' : `one of ${CLASSES.join(', ')}`;
    throw invalidField(
      image.sizeClass === null ? 'size' : 'image_size',
      `must be ${possible} for this model`,
    );
  }
  const aspectRatio = image.aspectRatio ?? asked.aspectRatio;
  if (aspectRatio !== null && !ASPECT_RATIO.test(aspectRatio)) {
    throw invalidField('aspect_ratio', 'must be a ratio that this model draws, such as 16:9');
  }
  return { aspectRatio, sizeClass };
}

/** @throws {Refusal} `invalid_request` naming what Gemini cannot do with a picture. */
function requireImage(request: MediaWork['request']): ImageRequest {
  if (request.modality !== 'image') {
    throw invalidField('model', `makes pictures, not ${request.modality}`);
  }
  if (request.inputs.some(({ role }) => role === 'mask')) {
    throw invalidField('mask', 'is not taken: this model edits by words alone');
  }
  if (request.background === 'transparent') {
    throw invalidField('background', 'must not be transparent: this model draws no transparency');
  }
  return request;
}
