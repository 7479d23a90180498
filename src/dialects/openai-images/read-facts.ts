import { NO_USAGE } from '../../canonical/usage.ts';
import { invalidField } from '../../core/refusal.ts';
import type { CallFacts, JsonObject } from '../dialect.ts';
import { readChoices, readFlag, requireModel, requireText } from '../field-checks.ts';
import { isFormFile } from '../form-body.ts';
import { estimateInput } from '../input-estimate.ts';
import { estimateImageTokens, imageTokensCeiling } from './image-tokens.ts';

/** Each partial image of a stream counts so many tokens more (OpenAI's guide to image generation). */
export const PARTIAL_IMAGE_TOKENS = 100;
const MOST_PARTIAL_IMAGES = 3;
/**
 * A picture to work from: about what vision counts, and the most of `input_fidelity: high` with its base
 * (6,240 and 323 in OpenAI's guide).
 */
const SOURCE_TOKENS = 1_600;
const SOURCE_TOKENS_CEILING = 6_600;

/**
 * Reads a request for pictures, new or edited, JSON or form.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readImageFacts(body: JsonObject): CallFacts {
  const model = requireModel(body);
  requireText(body, 'prompt');
  const images = readChoices(body, 'n');
  const size = readSize(body);
  const partials = readPartialImages(body);
  const { sources, rest } = withoutSources(body);
  const estimate = estimateInput(rest);
  const pieces = [{ kind: 'image' as const, count: images, size }];
  return {
    model,
    isStreaming: readFlag(body, 'stream'),
    maxOutputTokens: imageTokensCeiling(size, body.quality) + partials * PARTIAL_IMAGE_TOKENS,
    choices: images,
    estimatedInputTokens: estimate.tokens + sources * SOURCE_TOKENS,
    inputTokensCeiling: estimate.tokensCeiling + sources * SOURCE_TOKENS_CEILING,
    hasUnseenInput: false,
    wantsStreamUsage: true,
    piecesCeiling: pieces,
    estimatedPieces: pieces,
    estimatedUsage: {
      ...NO_USAGE,
      inputTokens: estimate.tokens,
      imageInputTokens: sources * SOURCE_TOKENS,
      imageOutputTokens: images * estimateImageTokens(size, body.quality),
    },
  };
}

/** The size that is asked for, in pixels or as a class (`2K`); null where it is left to the model. */
export function readSize(body: JsonObject): string | null {
  const size = body.size ?? body.image_size ?? 'auto';
  if (typeof size !== 'string' || size.length > 32) {
    throw invalidField('size', 'must be a size such as 1024x1024');
  }
  return size === 'auto' || size === '' ? null : size;
}

function readPartialImages({ partial_images: partials }: JsonObject): number {
  if (partials === undefined || partials === null) {
    return 0;
  }
  if (
    typeof partials !== 'number' ||
    !Number.isInteger(partials) ||
    partials < 0 ||
    partials > MOST_PARTIAL_IMAGES
  ) {
    throw invalidField('partial_images', `must be an integer from 0 to ${MOST_PARTIAL_IMAGES}`);
  }
  return partials;
}

/** The body without its pictures, and how many of them there are. */
function withoutSources(body: JsonObject): { readonly sources: number; readonly rest: JsonObject } {
  const { image, images, mask, ...rest } = body;
  const sources = [image, images, mask].flat().filter((source) => source !== undefined && source !== null);
  return {
    sources: sources.length,
    rest: Object.fromEntries(Object.entries(rest).filter(([, value]) => !isFormFile(value))),
  };
}
