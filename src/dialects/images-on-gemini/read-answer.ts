import type { Measured } from '../../canonical/usage.ts';
import { totalInputTokens, totalOutputTokens } from '../../canonical/usage.ts';
import { invalidField, Refusal } from '../../core/refusal.ts';
import { parseAnswer } from '../answer-json.ts';
import { MalformedAnswerError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { blockOf, finishOf } from '../gemini/finish-reasons.ts';
import { geminiUsage } from '../gemini/usage.ts';
import { readDetails, readWord } from '../usage-counts.ts';

/** A picture that Gemini drew. */
export interface DrawnImage {
  readonly base64: string;
  /** `png`, `jpeg`, `webp`: what OpenAI calls the format. */
  readonly format: string;
  /** Null when the upstream reported no usage. */
  readonly measured: Measured | null;
}

/**
 * Reads the picture of an answer.
 * @throws {Refusal} when there is none: `invalid_request` where the prompt was not to be drawn, else
 *   `upstream_failed`.
 * @throws {MalformedAnswerError} when it is no answer of Gemini.
 */
export function readDrawnImage(answer: Buffer): DrawnImage {
  const response = parse(answer);
  const [candidate] = Array.isArray(response.candidates) ? response.candidates.filter(isJsonObject) : [];
  const { parts } = candidate === undefined ? {} : readDetails(candidate, 'content');
  for (const part of Array.isArray(parts) ? parts.filter(isJsonObject) : []) {
    const inline = readDetails(part, 'inlineData');
    const base64 = readWord(inline, 'data');
    if (base64 !== null && part.thought !== true) {
      const format = (readWord(inline, 'mimeType') ?? 'image/png').replace(/^image\//, '');
      const usage = readDetails(response, 'usageMetadata');
      return { base64, format, measured: geminiUsage.measure(usage, null) };
    }
  }
  throw noImage(response, candidate);
}

/** The usage as the images API says it (openai-node, `ImagesResponse.Usage`). */
export function imagesUsageOf({ usage }: Measured, cost: string): JsonObject {
  const input = totalInputTokens(usage);
  const output = totalOutputTokens(usage);
  return {
    input_tokens: input,
    input_tokens_details: {
      text_tokens: input - usage.imageInputTokens,
      image_tokens: usage.imageInputTokens,
    },
    output_tokens: output,
    total_tokens: input + output,
    cost: Number(cost),
  };
}

function noImage(response: JsonObject, candidate: JsonObject | undefined): Refusal {
  const finish = blockOf(response) ?? (candidate === undefined ? null : finishOf(candidate, false));
  const reason = finish?.explanation ?? 'it gave no reason';
  return finish?.reason === 'content-filter'
    ? invalidField('prompt', `the model drew no picture: ${reason}`)
    : new Refusal('upstream_failed', { message: `The model drew no picture: ${reason}` });
}

function parse(answer: Buffer): JsonObject {
  const value = parseAnswer(answer);
  if (value.error !== undefined) {
    throw new MalformedAnswerError('the answer is an error');
  }
  return value;
}
