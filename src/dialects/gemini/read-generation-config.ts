import type {
  CanonicalRequest,
  OutputFormat,
  ReasoningEffort,
  ReasoningWish,
} from '../../canonical/index.ts';
import { REASONING_EFFORTS } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import {
  type Fields,
  fieldsOf,
  takeFields,
  takeFlag,
  takeInteger,
  takeNumber,
  takeObject,
  takeText,
  takeTexts,
} from '../fields.ts';
import { takeSchema } from './read-tools.ts';
import { toJsonSchema } from './schema-in.ts';

/** The settings that stand in `generationConfig`. */
export type GenerationSettings = Pick<
  CanonicalRequest,
  | 'outputFormat'
  | 'reasoning'
  | 'maxOutputTokens'
  | 'stopSequences'
  | 'choices'
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'frequencyPenalty'
  | 'presencePenalty'
  | 'seed'
  | 'logprobs'
>;

/**
 * Reads `generationConfig` (ai.google.dev/api/generate-content#generationconfig).
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for answers that are not text.
 */
export function readGenerationConfig(body: Fields, dropped: string[]): GenerationSettings {
  const config = takeFields(body, 'generationConfig') ?? fieldsOf({}, 'generationConfig');
  refuseOtherModalities(config);
  const settings: GenerationSettings = {
    outputFormat: readOutputFormat(config),
    reasoning: readThinking(config, dropped),
    maxOutputTokens: takeInteger(config, 'maxOutputTokens'),
    stopSequences: takeTexts(config, 'stopSequences'),
    choices: takeInteger(config, 'candidateCount'),
    temperature: takeNumber(config, 'temperature'),
    topP: takeNumber(config, 'topP'),
    topK: takeNumber(config, 'topK'),
    frequencyPenalty: takeNumber(config, 'frequencyPenalty'),
    presencePenalty: takeNumber(config, 'presencePenalty'),
    seed: takeInteger(config, 'seed'),
    logprobs: readLogprobs(config),
  };
  dropped.push(...config.untaken());
  return settings;
}

function refuseOtherModalities(config: Fields): void {
  const other = takeTexts(config, 'responseModalities').find(
    (modality) => !/^(TEXT|MODALITY_UNSPECIFIED)$/i.test(modality),
  );
  if (other !== undefined) {
    const at = config.pathOf('responseModalities');
    throw new CannotCarryError({ at }, `asks for ${other}, and this model answers with text alone`);
  }
  if (takeObject(config, 'speechConfig') !== null) {
    throw new CannotCarryError(
      { at: config.pathOf('speechConfig') },
      'asks for speech, which this model has not',
    );
  }
}

function readOutputFormat(config: Fields): OutputFormat | null {
  const mediaType = takeText(config, 'responseMimeType');
  const schema = takeObject(config, 'responseSchema');
  const jsonSchema =
    takeSchema(config, 'responseJsonSchema') ?? (schema === null ? null : toJsonSchema(schema));
  if (jsonSchema !== null && (mediaType ?? 'application/json') === 'application/json') {
    return { type: 'json-schema', schema: jsonSchema, name: null, description: null, isStrict: null };
  }
  switch (mediaType) {
    case null:
      return null;
    case 'text/plain':
      return { type: 'text' };
    case 'application/json':
      return { type: 'json' };
    default: {
      const at = config.pathOf('responseMimeType');
      throw new CannotCarryError({ at }, `asks for ${mediaType}, which this model does not write`);
    }
  }
}

/** Without `responseLogprobs` the number of alternatives means nothing. */
function readLogprobs(config: Fields): number | null {
  const alternatives = takeInteger(config, 'logprobs');
  return takeFlag(config, 'responseLogprobs') === true ? (alternatives ?? 0) : null;
}

/** A budget of zero switches thinking off, one of -1 leaves it to the model (ai.google.dev/gemini-api/docs/thinking). */
function readThinking(config: Fields, dropped: string[]): ReasoningWish | null {
  const thinking = takeFields(config, 'thinkingConfig');
  if (thinking === null) {
    return null;
  }
  const isShown = takeFlag(thinking, 'includeThoughts');
  const budget = takeInteger(thinking, 'thinkingBudget');
  const effort = readLevel(thinking);
  dropped.push(...thinking.untaken());
  if (effort === null && budget === null && isShown === null) {
    return null;
  }
  if (budget === 0) {
    return { mode: 'off', effort: null, budgetTokens: null, isShown };
  }
  const budgetTokens = budget === null || budget < 0 ? null : budget;
  const mode = effort === null && budgetTokens === null ? 'adaptive' : 'on';
  return { mode, effort, budgetTokens, isShown };
}

function readLevel(thinking: Fields): ReasoningEffort | null {
  const level = takeText(thinking, 'thinkingLevel')?.toLowerCase() ?? null;
  if (level === null || level === 'thinking_level_unspecified') {
    return null;
  }
  const effort = REASONING_EFFORTS.find((known) => known === level);
  if (effort === undefined) {
    throw invalidField(thinking.pathOf('thinkingLevel'), 'must be MINIMAL, LOW, MEDIUM or HIGH');
  }
  return effort;
}
