import { NO_USAGE } from '../../canonical/usage.ts';
import { invalidField } from '../../core/refusal.ts';
import type { CallFacts, JsonObject } from '../dialect.ts';
import { readFlag, requireModel } from '../field-checks.ts';
import { isFormFile } from '../form-body.ts';
import { estimateInput } from '../input-estimate.ts';
import { recordingLength } from './recording-length.ts';

/** A minute of sound is about 1,000 tokens, by OpenAI's prices of `gpt-4o-transcribe` for both. */
const AUDIO_TOKENS_PER_SECOND = 17;
/** Fast speech is five words a second; dense scripts take two tokens for each. */
const TEXT_TOKENS_PER_SECOND = 10;
const LEAST_TEXT_TOKENS = 64;
/** Formats whose answer is text and not JSON. */
const PLAIN_FORMATS: readonly unknown[] = ['text', 'srt', 'vtt'];

/**
 * Reads a request for a transcript or a translation of a recording.
 * @throws {Refusal} `invalid_request` naming the field at fault.
 */
export function readTranscriptionFacts({ file, ...rest }: JsonObject): CallFacts {
  const model = requireModel(rest);
  if (!isFormFile(file)) {
    throw invalidField('file', 'must be a file of a multipart/form-data body');
  }
  const { seconds, secondsCeiling } = recordingLength(file.bytes);
  const estimate = estimateInput(rest);
  return {
    model,
    isStreaming: readFlag(rest, 'stream'),
    maxOutputTokens: LEAST_TEXT_TOKENS + secondsCeiling * TEXT_TOKENS_PER_SECOND,
    choices: 1,
    estimatedInputTokens: estimate.tokens + seconds * AUDIO_TOKENS_PER_SECOND,
    inputTokensCeiling: estimate.tokensCeiling + secondsCeiling * AUDIO_TOKENS_PER_SECOND,
    hasUnseenInput: false,
    wantsStreamUsage: true,
    hasOpaqueAnswer: PLAIN_FORMATS.includes(rest.response_format),
    piecesCeiling: [{ kind: 'second', count: secondsCeiling, size: null }],
    estimatedPieces: [{ kind: 'second', count: seconds, size: null }],
    estimatedUsage: {
      ...NO_USAGE,
      inputTokens: estimate.tokens,
      audioInputTokens: seconds * AUDIO_TOKENS_PER_SECOND,
    },
  };
}
