import type { ImageRequest } from '../../../canonical/media.ts';
import { invalidField } from '../../../core/refusal.ts';
import type { JsonObject } from '../../../dialects/index.ts';
import type { AskedInput, AskedTask } from './asked-task.ts';
import { readCommon, readInputs, requirePrompt } from './common-fields.ts';
import {
  createFieldReader,
  type Field,
  type FieldReader,
  flagOf,
  formedOf,
  integerOf,
  textOf,
  wordOf,
} from './field-reader.ts';

/** Most images of one task. */
const MOST_IMAGES = 10;
const SIZE_CLASSES = ['1K', '2K', '4K'] as const;
const PIXELS = /^[1-9]\d{1,4}x[1-9]\d{1,4}$/i;

/**
 * Reads a task for images. `model` stands in for one that the body does not name.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readImageTask(body: JsonObject, model: string | null): AskedTask {
  const fields = createFieldReader(body);
  const common = readCommon(fields, model);
  refuseStream(fields);
  fields.ignore('async');
  const { size, sizeClass } = readSizes(fields);
  const work: Omit<ImageRequest, 'inputs'> = {
    modality: 'image',
    prompt: requirePrompt(common),
    seed: common.seed,
    count: integerOf(fields.any('n'), 1, MOST_IMAGES) ?? 1,
    size,
    sizeClass,
    aspectRatio: readAspectRatio(fields),
    quality: wordOf(fields.any('quality'), ['auto', 'low', 'medium', 'high', 'standard', 'hd']),
    background: wordOf(fields.any('background'), ['auto', 'transparent', 'opaque']),
    outputFormat: wordOf(fields.any('output_format'), ['png', 'jpeg', 'webp']),
    outputCompression: integerOf(fields.any('output_compression'), 0, 100),
  };
  const responseFormat = wordOf(fields.any('response_format'), ['url', 'b64_json']) ?? 'url';
  const inputs = readImageInputs(fields);
  fields.finish();
  const { callbackUrl, maxCostNano, metadata } = common;
  return {
    ...{ model: common.model, work, inputs, callbackUrl, maxCostNano },
    wishes: { responseFormat, metadata },
  };
}

function readImageInputs(fields: FieldReader): readonly AskedInput[] {
  const images = readInputs(
    fields.any('image', 'images', 'image_url', 'reference_images'),
    'reference_image',
  );
  const masks = readInputs(fields.any('mask'), 'mask');
  if (masks.length > 1 || (masks.length === 1 && images.length === 0)) {
    throw invalidField('mask', 'needs exactly one mask and an image to lay it on');
  }
  return [...images, ...masks];
}

/** A task is followed by its events, not by a stream of its own. */
function refuseStream(fields: FieldReader): void {
  if (flagOf(fields.any('stream')) === true) {
    throw invalidField('stream', 'must not be true: follow the task by its events');
  }
  if (integerOf(fields.any('partial_images'), 0, 3) !== null) {
    throw invalidField('partial_images', 'is not taken: a task has no partial images');
  }
}

/** `size` is pixels or a class; `image_size` is a class. */
function readSizes(fields: FieldReader): Pick<ImageRequest, 'size' | 'sizeClass'> {
  const sizeField = fields.any('size');
  const named = wordOf(fields.any('image_size', 'resolution'), SIZE_CLASSES);
  const size = textOf(sizeField, 32);
  if (sizeField === null || size === null || size.toLowerCase() === 'auto') {
    return { size: null, sizeClass: named };
  }
  const ofSize = SIZE_CLASSES.find((one) => one === size.toUpperCase());
  if (ofSize !== undefined && named !== null && named !== ofSize) {
    throw invalidField(sizeField.name, 'says something else than image_size');
  }
  return ofSize === undefined
    ? { size: pixelsOf(sizeField, size), sizeClass: named }
    : { size: null, sizeClass: ofSize };
}

function pixelsOf(field: Field, size: string): string {
  if (!PIXELS.test(size)) {
    throw invalidField(field.name, 'must be a size such as 1024x1024, or 1K, 2K, 4K');
  }
  return size.toLowerCase();
}

/** As `16:9`. @throws {Refusal} naming the field. */
export function readAspectRatio(fields: FieldReader): string | null {
  const sentence = 'must be a ratio such as 16:9';
  const ratio = formedOf(
    fields.any('aspect_ratio', 'ratio', 'aspectRatio'),
    /^(\d{1,2}:\d{1,2}|auto|adaptive)$/i,
    sentence,
  );
  return ratio === null || /^[a-z]/i.test(ratio) ? null : ratio;
}
