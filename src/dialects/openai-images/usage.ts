import { type Measured, NO_USAGE, type PieceCount } from '../../canonical/usage.ts';
import { tapAnswer } from '../cost-splice.ts';
import type { CallFacts, JsonObject, TappedAnswer } from '../dialect.ts';
import { createKeySet, walkJson } from '../json-walk.ts';
import { readCount, readDetails, splitTotal } from '../usage-counts.ts';

const KEYS = createKeySet(['b64_json', 'url', 'size']);
/** Depths of members: of the answer, of one of its pictures. */
const TOP = 1;
const PICTURE = 3;

/**
 * Usage of the images API (openai-node, `ImagesResponse.Usage`): the input is text and pictures, the output
 * is pictures but for what the details call text.
 */
export function measureImages(usage: JsonObject): Measured | null {
  const input = readCount(usage, 'input_tokens');
  const output = readCount(usage, 'output_tokens');
  if (input === null || output === null) {
    return null;
  }
  const details = readDetails(usage, 'input_tokens_details');
  const read = splitTotal(input, [readCount(details, 'cached_tokens'), readCount(details, 'image_tokens')]);
  const text = readCount(readDetails(usage, 'output_tokens_details'), 'text_tokens');
  const written = splitTotal(output, [text]);
  return {
    usage: {
      ...NO_USAGE,
      inputTokens: read.rest,
      cacheReadTokens: read.parts[0] ?? 0,
      imageInputTokens: read.parts[1] ?? 0,
      outputTokens: written.parts[0] ?? 0,
      imageOutputTokens: written.rest,
    },
    serviceTier: null,
  };
}

/** Reads the usage of an answer, and counts its pictures: not every model reports tokens. */
export function readImagesAnswer(
  answer: Buffer,
  costOf: (measured: Measured) => string,
  facts?: CallFacts,
): TappedAnswer {
  const pieces = picturesOf(answer, facts?.piecesCeiling?.[0]?.size ?? null);
  const measure = (usage: JsonObject): Measured | null => {
    const measured = measureImages(usage);
    return measured === null ? null : { ...measured, pieces };
  };
  return { pieces, ...tapAnswer(answer, { member: 'usage', measure }, costOf) };
}

/** How many pictures there are. The size is what the answer says, else what was asked for. */
function picturesOf(answer: Buffer, asked: string | null): readonly PieceCount[] {
  const counts = [0, 0];
  let said: string | null = null;
  walkJson(answer, 0, answer.length, KEYS, (key, depth, _keyStart, start, stringEnd) => {
    if (stringEnd === -1) {
      return;
    }
    if (key === 2 && (depth === TOP || depth === PICTURE)) {
      said = answer.toString('utf8', start + 1, Math.min(stringEnd - 1, start + 33));
    } else if (depth === PICTURE && stringEnd > start + 2) {
      counts[key] = (counts[key] ?? 0) + 1;
    }
  });
  const count = Math.max(...counts);
  return count === 0 ? [] : [{ kind: 'image', count, size: said === 'auto' ? asked : (said ?? asked) }];
}
