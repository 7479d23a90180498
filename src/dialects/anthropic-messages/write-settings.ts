import type { CanonicalField, CanonicalRequest } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import type { ModelFamily } from './model-family.ts';
import { takenStops } from './stop-words.ts';

/** The settings of a body that stand for themselves. */
export interface WrittenSettings {
  readonly fields: JsonObject;
  readonly dropped: readonly CanonicalField[];
}

/** Hotter than this the API does not go; Chat Completions goes to 2. */
const MAX_TEMPERATURE = 1;
/** Beside thinking, `top_p` must be at least this (platform.claude.com/docs, "Extended thinking"). */
const MIN_TOP_P_THINKING = 0.95;

/**
 * Writes `temperature`, `top_p` and `top_k`, as far as the model takes them: newer ones take none, most take
 * one of the first two, and thinking takes its own. A temperature above the range is lowered to its end, and
 * listed.
 */
export function writeSampling(
  { temperature, topP, topK }: CanonicalRequest,
  family: ModelFamily,
  isThinking: boolean,
): WrittenSettings {
  const clamped = temperature === null ? null : Math.min(temperature, MAX_TEMPERATURE);
  const kept = family.takesSampling
    ? keptSampling({ temperature: clamped, top_p: topP, top_k: topK }, family, isThinking)
    : { temperature: null, top_p: null, top_k: null };
  const dropped: CanonicalField[] = [];
  if (temperature !== kept.temperature) {
    dropped.push('temperature');
  }
  if (topP !== kept.top_p) {
    dropped.push('topP');
  }
  if (topK !== kept.top_k) {
    dropped.push('topK');
  }
  return { fields: withoutNulls(kept), dropped };
}

type Sampling = {
  readonly temperature: number | null;
  readonly top_p: number | null;
  readonly top_k: number | null;
};

function keptSampling(asked: Sampling, family: ModelFamily, isThinking: boolean): Sampling {
  const { temperature, top_p: topP } = asked;
  if (isThinking) {
    return { temperature: null, top_p: (topP ?? 0) >= MIN_TOP_P_THINKING ? topP : null, top_k: null };
  }
  if (family.takesBothSampling || temperature === null || topP === null) {
    return asked;
  }
  // Of the two the one stays that does something: 1 is the usual temperature.
  return temperature === MAX_TEMPERATURE ? { ...asked, temperature: null } : { ...asked, top_p: null };
}

/** Settings that the API has no word for, and that only tune. */
const UNKNOWN: readonly CanonicalField[] = [
  'frequencyPenalty',
  'presencePenalty',
  'seed',
  'logitBias',
  'verbosity',
  'metadata',
];
/** Longest `metadata.user_id` (docs.anthropic.com/en/api/messages). */
const MAX_USER_ID_CHARS = 256;
/** Service tiers by what other dialects call them. */
const TIERS: Readonly<Record<string, string>> = {
  auto: 'auto',
  default: 'standard_only',
  standard_only: 'standard_only',
};

/**
 * Writes the settings that are left.
 * @throws {CannotCarryError} for several answers, and for probabilities of tokens.
 */
export function writeSettings(request: CanonicalRequest): WrittenSettings {
  refuseUnknown(request);
  const { endUser, serviceTier } = request;
  const stops = takenStops(request);
  const userId = (endUser?.length ?? 0) > MAX_USER_ID_CHARS ? null : endUser;
  const tier = TIERS[serviceTier ?? ''] ?? null;
  const dropped = UNKNOWN.filter((field) => request[field] !== null);
  if (userId !== endUser) {
    dropped.push('endUser');
  }
  if (serviceTier !== null && tier === null) {
    dropped.push('serviceTier');
  }
  const fields = withoutNulls({
    stop_sequences: stops.length === 0 ? null : stops,
    metadata: userId === null ? null : { user_id: userId },
    service_tier: tier,
    stream: request.isStreaming ? true : null,
  });
  return { fields, dropped };
}

function refuseUnknown({ choices, logprobs }: CanonicalRequest): void {
  if (choices !== null && choices !== 1) {
    throw new CannotCarryError({ field: 'choices' }, 'asks for several answers, and this model gives one');
  }
  if (logprobs !== null) {
    throw new CannotCarryError(
      { field: 'logprobs' },
      'asks for probabilities, which this model does not tell',
    );
  }
}

function withoutNulls(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
