import type { VideoRequest } from '../../../canonical/media.ts';
import { invalidField } from '../../../core/refusal.ts';
import type { JsonObject } from '../../../dialects/index.ts';
import type { AskedInput, AskedTask } from './asked-task.ts';
import { MOST_PROMPT_CHARACTERS, readCommon, readInputs } from './common-fields.ts';
import {
  createFieldReader,
  type FieldReader,
  flagOf,
  formedOf,
  integerOf,
  textOf,
  wordOf,
} from './field-reader.ts';
import { readAspectRatio } from './read-image.ts';

const MOST_VIDEOS = 4;
const LONGEST_S = 120;
const RESOLUTION = /^(\d{3,4}p|4k|2k)$/i;
const PIXELS = /^([1-9]\d{2,3})x([1-9]\d{2,3})$/i;
const MODES = ['text-to-video', 'image-to-video', 'video-to-video'] as const;

/**
 * Reads a task for films: the fields of OpenAI's videos, with what other vendors call them.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readVideoTask(body: JsonObject, model: string | null): AskedTask {
  const fields = createFieldReader(body);
  const common = readCommon(fields, model);
  const inputs = readVideoInputs(fields);
  if (common.prompt.trim() === '' && inputs.length === 0) {
    throw invalidField('prompt', 'must be a non-empty string where there is no input');
  }
  const shape = readShape(fields);
  const work: Omit<VideoRequest, 'inputs'> = {
    modality: 'video',
    prompt: common.prompt,
    seed: common.seed,
    count: integerOf(fields.any('n', 'sample_count'), 1, MOST_VIDEOS) ?? 1,
    seconds: integerOf(fields.any('seconds', 'duration', 'duration_seconds'), 1, LONGEST_S),
    ...shape,
    negativePrompt: textOf(fields.any('negative_prompt'), MOST_PROMPT_CHARACTERS),
    withSound: flagOf(fields.any('generate_audio', 'with_sound', 'sound', 'audio')),
    cameraFixed: flagOf(fields.any('camera_fixed')),
    watermark: flagOf(fields.any('watermark')),
  };
  checkMode(fields, inputs);
  fields.finish();
  const { callbackUrl, maxCostNano, metadata } = common;
  return {
    ...{ model: common.model, work, inputs, callbackUrl, maxCostNano },
    wishes: { responseFormat: 'url', metadata },
  };
}

/** `size` in pixels says the resolution and the ratio; both may be said by themselves. */
function readShape(fields: FieldReader): Pick<VideoRequest, 'resolution' | 'aspectRatio'> {
  const size = fields.any('size');
  const ratio = readAspectRatio(fields);
  const named =
    formedOf(fields.any('resolution'), RESOLUTION, 'must be a resolution such as 720p')?.toLowerCase() ??
    null;
  const text = textOf(size, 32);
  if (size === null || text === null || text === 'auto') {
    return { resolution: named, aspectRatio: ratio };
  }
  if (RESOLUTION.test(text) && named === null) {
    return { resolution: text.toLowerCase(), aspectRatio: ratio };
  }
  const [, width, height] = PIXELS.exec(text) ?? [];
  if (width === undefined || height === undefined) {
    throw invalidField(size.name, 'must be a size such as 1280x720');
  }
  const short = Math.min(Number(width), Number(height));
  const ofSize = short === 2160 ? '4k' : `${short}p`;
  if (named !== null && named !== ofSize) {
    throw invalidField(size.name, 'says something else than resolution');
  }
  return { resolution: ofSize, aspectRatio: ratio ?? ratioOf(Number(width), Number(height)) };
}

function ratioOf(width: number, height: number): string {
  const divisor = greatestDivisor(width, height);
  return `${width / divisor}:${height / divisor}`;
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}

function readVideoInputs(fields: FieldReader): readonly AskedInput[] {
  const first = fields.any('image', 'image_url', 'input_reference', 'first_frame', 'first_frame_image');
  return [
    ...onlyOne(readInputs(first, 'first_frame')),
    ...onlyOne(readInputs(fields.any('last_frame', 'last_frame_image', 'image_tail'), 'last_frame')),
    ...readInputs(fields.any('reference_images', 'images'), 'reference_image'),
    ...readInputs(fields.any('video', 'video_url', 'reference_videos'), 'reference_video'),
    ...readInputs(fields.any('audio_url', 'reference_audio'), 'reference_audio'),
  ];
}

function onlyOne(inputs: readonly AskedInput[]): readonly AskedInput[] {
  const [, second] = inputs;
  if (second !== undefined) {
    throw invalidField(second.param, 'must be the only one');
  }
  return inputs;
}

/** A caller may say what kind of work it is; then the inputs must fit it. */
function checkMode(fields: FieldReader, inputs: readonly AskedInput[]): void {
  const field = fields.any('mode', 'input_mode');
  const mode = wordOf(field, MODES);
  if (field === null || mode === null) {
    return;
  }
  const roles = new Set(inputs.map(({ role }) => role));
  const [first] = inputs;
  const hasFilm = roles.has('reference_video');
  const fits =
    mode === 'text-to-video'
      ? first === undefined
      : mode === 'video-to-video'
        ? hasFilm
        : first !== undefined && !hasFilm;
  if (!fits) {
    throw invalidField(first?.param ?? field.name, `does not fit ${field.name} ${mode}`);
  }
}
