import { invalidField } from '../../core/refusal.ts';
import { sourceOfUrl } from '../data-url.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { type FormFile, isFormFile } from '../form-body.ts';
import { readSize } from '../openai-images/read-facts.ts';
import { geminiImageSize } from './image-size.ts';

/** A request for a picture as Gemini takes it. */
export interface GeminiImageRequest {
  readonly body: JsonObject;
  /** The class of size that is asked for, which decides the price. */
  readonly sizeClass: string;
  readonly dropped: readonly string[];
}

/** Fields that only tune a picture and that Gemini has no word for. */
const TUNING = [
  ...['background', 'input_fidelity', 'moderation', 'output_compression', 'output_format'],
  ...['partial_images', 'quality', 'style', 'user'],
];
const ASPECT_RATIO = /^\d{1,2}:\d{1,2}$/;

/**
 * Writes a request of OpenAI's images API for `generateContent`.
 * @throws {Refusal} `invalid_request` naming what Gemini cannot do: several pictures, masks, addresses.
 */
export function buildGeminiImageRequest(body: JsonObject): GeminiImageRequest {
  refuseWhatChangesTheMeaning(body);
  const { aspectRatio, sizeClass, isExact } = geminiImageSize(readSize(body));
  const asked = body.aspect_ratio ?? aspectRatio;
  if (asked !== null && !(typeof asked === 'string' && ASPECT_RATIO.test(asked))) {
    throw invalidField('aspect_ratio', 'must be a ratio such as 16:9');
  }
  const imageConfig = {
    ...(asked === null ? {} : { aspectRatio: asked }),
    ...(sizeClass === '1K' ? {} : { imageSize: sizeClass }),
  };
  const sources = [body.image, body.images]
    .flat()
    .filter((source) => source !== undefined && source !== null);
  const parts = [{ text: body.prompt }, ...sources.map((source, index) => imagePart(source, index))];
  const isSaid = (field: string): boolean => body[field] !== undefined && body[field] !== null;
  return {
    body: {
      contents: [{ role: 'user', parts }],
      generationConfig: {
        responseModalities: ['IMAGE'],
        ...(Object.keys(imageConfig).length === 0 ? {} : { imageConfig }),
      },
    },
    sizeClass,
    dropped: [...TUNING.filter(isSaid), ...(isExact || isSaid('aspect_ratio') ? [] : ['size'])],
  };
}

function refuseWhatChangesTheMeaning(body: JsonObject): void {
  if ((body.n ?? 1) !== 1) {
    throw invalidField('n', 'must be 1: this model draws one picture for each request');
  }
  if ((body.response_format ?? 'b64_json') !== 'b64_json') {
    throw invalidField('response_format', 'must be b64_json: this model gives no address of its pictures');
  }
  if (body.background === 'transparent') {
    throw invalidField('background', 'must not be transparent: this model draws no transparency');
  }
  if (body.mask !== undefined && body.mask !== null) {
    throw invalidField('mask', 'is not taken: this model edits by words alone');
  }
}

function imagePart(source: unknown, index: number): object {
  if (isFormFile(source)) {
    return { inlineData: { mimeType: mediaTypeOf(source), data: source.bytes.toString('base64') } };
  }
  const url = isJsonObject(source) ? source.image_url : source;
  const found = typeof url === 'string' ? sourceOfUrl(url) : null;
  if (found?.type !== 'data') {
    throw invalidField(`images[${index}]`, 'must be a file or a data URL for this model');
  }
  return { inlineData: { mimeType: found.mediaType, data: found.base64 } };
}

/** A file whose type nobody says is what most pictures are. */
function mediaTypeOf({ contentType }: FormFile): string {
  return contentType?.startsWith('image/') === true ? contentType : 'image/png';
}
