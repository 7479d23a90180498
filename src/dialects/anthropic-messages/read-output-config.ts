import type {
  CanonicalRequest,
  OutputFormat,
  ReasoningEffort,
  ReasoningWish,
} from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { type Fields, fieldsOf, takeFields, takeInteger, takeObject, takeText } from '../fields.ts';

/** The efforts there are (anthropic-sdk-typescript, `OutputConfig`). */
const EFFORTS: readonly ReasoningEffort[] = ['low', 'medium', 'high', 'xhigh', 'max'];

/**
 * Reads `output_config` and `thinking`, which together say how hard the model shall work and in what form.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readOutputConfig(
  body: Fields,
  dropped: string[],
): Pick<CanonicalRequest, 'outputFormat' | 'reasoning'> {
  const config = takeFields(body, 'output_config') ?? fieldsOf({}, 'output_config');
  // The format stood here alone before it left its beta.
  const outputFormat = readFormat(takeFields(config, 'format') ?? takeFields(body, 'output_format'), dropped);
  const reasoning = readThinking(takeFields(body, 'thinking'), readEffort(config), dropped);
  dropped.push(...config.untaken());
  return { outputFormat, reasoning };
}

function readFormat(format: Fields | null, dropped: string[]): OutputFormat | null {
  if (format === null) {
    return null;
  }
  const schema = takeObject(format, 'schema');
  if (takeText(format, 'type') !== 'json_schema' || schema === null) {
    throw invalidField(format.path, 'must be of the type json_schema, with a schema');
  }
  dropped.push(...format.untaken());
  return { type: 'json-schema', schema, name: null, description: null, isStrict: null };
}

function readEffort(config: Fields): ReasoningEffort | null {
  const word = takeText(config, 'effort');
  const effort = EFFORTS.find((known) => known === word) ?? null;
  if (word !== effort) {
    throw invalidField(config.pathOf('effort'), `must be one of ${EFFORTS.join(', ')}`);
  }
  return effort;
}

/** An effort alone leaves the thinking to the model, as its newer models do without being told. */
function readThinking(
  thinking: Fields | null,
  effort: ReasoningEffort | null,
  dropped: string[],
): ReasoningWish | null {
  if (thinking === null) {
    return effort === null ? null : { mode: 'adaptive', effort, budgetTokens: null, isShown: null };
  }
  const budgetTokens = takeInteger(thinking, 'budget_tokens');
  const isShown = readDisplay(thinking);
  const type = takeText(thinking, 'type');
  dropped.push(...thinking.untaken());
  switch (type) {
    case 'enabled':
      return { mode: 'on', effort, budgetTokens, isShown };
    case 'adaptive':
      return { mode: 'adaptive', effort, budgetTokens: null, isShown };
    // Thinking between calls of tools alone: the least that its models can do.
    case 'between_tools':
      return { mode: 'adaptive', effort: effort ?? 'low', budgetTokens: null, isShown };
    case 'disabled':
      if (effort !== null) {
        dropped.push('output_config.effort');
      }
      return { mode: 'off', effort: null, budgetTokens: null, isShown: null };
    default:
      throw invalidField(thinking.pathOf('type'), 'must be enabled, adaptive or disabled');
  }
}

function readDisplay(thinking: Fields): boolean | null {
  const display = takeText(thinking, 'display');
  return display === null ? null : display !== 'omitted';
}
