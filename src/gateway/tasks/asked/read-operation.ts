import { invalidField } from '../../../core/refusal.ts';
import { isJsonObject, type JsonObject } from '../../../dialects/index.ts';
import type { AskedInput, AskedTask } from './asked-task.ts';
import { bytesOfBase64, readCommon, requirePrompt } from './common-fields.ts';
import {
  createFieldReader,
  type Field,
  type FieldReader,
  flagOf,
  formedOf,
  integerOf,
  textOf,
} from './field-reader.ts';
import { readAspectRatio } from './read-image.ts';

/**
 * Reads `:predictLongRunning` (ai.google.dev/api/models, Veo): one instance, and the parameters of the film.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readOperation(body: JsonObject, model: string | null): AskedTask {
  const instance = onlyInstance(body);
  const { parameters: given = {} } = body;
  if (!isJsonObject(given)) {
    throw invalidField('parameters', 'must be an object');
  }
  const fields = createFieldReader(instance, 'instances[0].');
  const common = readCommon(fields, model);
  const inputs = readInputs(fields);
  fields.finish();
  const parameters = createFieldReader(given, 'parameters.');
  parameters.ignore('personGeneration', 'enhancePrompt', 'compressionQuality');
  const work = {
    modality: 'video' as const,
    prompt: inputs.length === 0 ? requirePrompt(common) : common.prompt,
    seed: integerOf(parameters.any('seed'), 0, 2 ** 32 - 1),
    count: integerOf(parameters.any('sampleCount', 'numberOfVideos'), 1, 4) ?? 1,
    seconds: integerOf(parameters.any('durationSeconds'), 1, 120),
    resolution:
      formedOf(
        parameters.any('resolution'),
        /^(\d{3,4}p|4k)$/i,
        'must be a resolution such as 720p',
      )?.toLowerCase() ?? null,
    aspectRatio: readAspectRatio(parameters),
    negativePrompt: textOf(parameters.any('negativePrompt'), 32_000),
    withSound: flagOf(parameters.any('generateAudio')),
    cameraFixed: null,
    watermark: null,
  };
  const callbackUrl = common.callbackUrl;
  parameters.finish();
  return {
    ...{ model: common.model, work, inputs, callbackUrl, maxCostNano: common.maxCostNano },
    wishes: { responseFormat: 'url', metadata: common.metadata },
  };
}

function onlyInstance({ instances, parameters: _parameters, ...rest }: JsonObject): JsonObject {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw invalidField(unknown, 'is not a parameter of this endpoint');
  }
  const [first, ...others] = Array.isArray(instances) ? (instances as readonly unknown[]) : [];
  if (!isJsonObject(first) || others.length > 0) {
    throw invalidField('instances', 'must be an array of one object');
  }
  return first;
}

function readInputs(fields: FieldReader): readonly AskedInput[] {
  const references = fields.any('referenceImages');
  const listed: readonly unknown[] = Array.isArray(references?.value) ? references.value : [];
  return [
    ...inline(fields.any('image'), 'first_frame'),
    ...inline(fields.any('lastFrame'), 'last_frame'),
    ...inline(fields.any('video'), 'reference_video'),
    ...listed.flatMap((value, at) => {
      const name = `instances[0].referenceImages[${at}].image`;
      return inline({ name, value: isJsonObject(value) ? value.image : null }, 'reference_image');
    }),
  ];
}

/** Bytes in base64 with their type, as Google writes media. */
function inline(field: Field | null, role: AskedInput['role']): readonly AskedInput[] {
  if (field === null) {
    return [];
  }
  const { name, value } = field;
  if (!isJsonObject(value) || typeof value.bytesBase64Encoded !== 'string') {
    throw invalidField(name, 'must have its bytes in bytesBase64Encoded');
  }
  const mediaType = typeof value.mimeType === 'string' ? value.mimeType : null;
  return [bytesOfBase64(value.bytesBase64Encoded, mediaType, role, `${name}.bytesBase64Encoded`)];
}
