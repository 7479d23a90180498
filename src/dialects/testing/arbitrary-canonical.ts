import fc from 'fast-check';
import {
  type CanonicalRequest,
  type CanonicalResponse,
  type Choice,
  type Finish,
  type FinishReason,
  type Measured,
  USAGE_KINDS,
} from '../../canonical/index.ts';
import { type Features, USUAL_FEATURES } from './arbitrary-features.ts';
import { arbitraryAnswerParts, arbitraryText } from './arbitrary-parts.ts';
import { arbitrarySettings, type SettingArbitraries } from './arbitrary-settings.ts';
import { arbitraryTurns, withCallIds } from './arbitrary-turns.ts';

export { type Features, noSignature } from './arbitrary-features.ts';
export type { SettingArbitraries } from './arbitrary-settings.ts';

/**
 * Valid requests. What a dialect cannot carry it switches off:
 * `arbitraryRequest({ documents: false }, { topK: fc.constant(null) })`.
 */
export function arbitraryRequest(
  features: Partial<Features> = {},
  settings: SettingArbitraries = {},
): fc.Arbitrary<CanonicalRequest> {
  const all = { ...USUAL_FEATURES, ...features };
  return fc
    .tuple(arbitraryTurns(all), arbitrarySettings(all, settings))
    .map(([turns, others]) => ({ turns, ...others }));
}

/** Valid complete answers. */
export function arbitraryResponse(features: Partial<Features> = {}): fc.Arbitrary<CanonicalResponse> {
  const all = { ...USUAL_FEATURES, ...features };
  const choices = fc.array(arbitraryChoice(all), { minLength: 1, maxLength: all.maxChoices });
  return fc.record({
    id: fc.stringMatching(/^[a-z0-9]{4,12}$/),
    choices: choices.map((list) => list.map(numbered)),
    measured: fc.option(arbitraryMeasured),
  });
}

/** What an upstream counted. Kinds that not every dialect has a field for are zero. */
const arbitraryMeasured: fc.Arbitrary<Measured> = fc
  .array(fc.nat({ max: 5_000 }), { minLength: USAGE_KINDS.length, maxLength: USAGE_KINDS.length })
  .map((counts) => ({
    usage: {
      inputTokens: counts[0] ?? 0,
      cacheReadTokens: counts[1] ?? 0,
      cacheWrite5mTokens: counts[2] ?? 0,
      cacheWrite1hTokens: 0,
      audioInputTokens: 0,
      imageInputTokens: 0,
      outputTokens: counts[5] ?? 0,
      reasoningTokens: counts[6] ?? 0,
      audioOutputTokens: 0,
      imageOutputTokens: 0,
    },
    serviceTier: null,
  }));

function arbitraryChoice(features: Features): fc.Arbitrary<Choice> {
  const token = fc.record({ token: arbitraryText, logprob: fc.integer({ min: -9, max: -1 }) });
  const entry = fc.record({
    token: arbitraryText,
    logprob: fc.integer({ min: -9, max: -1 }),
    top: fc.array(token, { maxLength: 2 }),
  });
  const logprobs = features.logprobs ? fc.option(fc.array(entry, { minLength: 1, maxLength: 3 })) : null;
  return arbitraryAnswerParts(features).chain((parts) =>
    fc.record({
      index: fc.constant(0),
      parts: fc.constant(parts),
      finish: arbitraryFinish(parts.map(({ type }) => type)),
      logprobs: logprobs ?? fc.constant(null),
    }),
  );
}

/** A reason that fits the parts, out of those that every dialect has a word for. */
function arbitraryFinish(types: readonly string[]): fc.Arbitrary<Finish> {
  const reason: fc.Arbitrary<FinishReason> = types.includes('tool-call')
    ? fc.constant('tool-calls')
    : types.includes('refusal')
      ? fc.constant('refusal')
      : fc.constantFrom('stop', 'length');
  return reason.map((word) => ({ reason: word, stopSequence: null, explanation: null }));
}

/** A choice at its place, its calls with ids that no other choice has. */
function numbered(choice: Choice, index: number): Choice {
  return { ...choice, index, parts: withCallIds(choice.parts, `call_${index}`) };
}
