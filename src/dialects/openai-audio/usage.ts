import { type Measured, NO_USAGE } from '../../canonical/usage.ts';
import type { UsageReader } from '../cost-splice.ts';
import type { JsonObject } from '../dialect.ts';
import { readCount, readDetails, splitTotal } from '../usage-counts.ts';

/** No recording is a year long: a larger number is an upstream's mistake. */
const MOST_SECONDS = 31_536_000;

/**
 * Usage of a transcript (openai-node, `Transcription.Tokens` and `Transcription.Duration`): tokens of which
 * some are sound, or seconds.
 */
export const transcriptionUsage: UsageReader = { member: 'usage', measure: measureTranscript };

/** The same, for a stream. */
export function measureTranscript(usage: JsonObject): Measured | null {
  const { seconds } = usage;
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= MOST_SECONDS) {
    const pieces = [{ kind: 'second' as const, count: Math.ceil(seconds), size: null }];
    return { usage: NO_USAGE, serviceTier: null, pieces };
  }
  const input = readCount(usage, 'input_tokens');
  const output = readCount(usage, 'output_tokens');
  if (input === null || output === null) {
    return null;
  }
  const audio = readCount(readDetails(usage, 'input_token_details'), 'audio_tokens');
  const read = splitTotal(input, [audio]);
  return {
    usage: {
      ...NO_USAGE,
      inputTokens: read.rest,
      audioInputTokens: read.parts[0] ?? 0,
      outputTokens: output,
    },
    serviceTier: null,
  };
}

/** Usage of speech that is streamed as events (openai-openapi, `SpeechAudioDoneEvent`): text in, sound out. */
export function measureSpeech(usage: JsonObject): Measured | null {
  const inputTokens = readCount(usage, 'input_tokens');
  const audioOutputTokens = readCount(usage, 'output_tokens');
  return inputTokens === null || audioOutputTokens === null
    ? null
    : { usage: { ...NO_USAGE, inputTokens, audioOutputTokens }, serviceTier: null };
}
