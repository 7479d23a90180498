import {
  type CanonicalRequest,
  type OutputFormat,
  REASONING_EFFORTS,
  type ReasoningWish,
} from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import {
  type Fields,
  requireText,
  takeFields,
  takeFlag,
  takeInteger,
  takeNumber,
  takeObject,
  takeText,
  takeTexts,
} from '../fields.ts';

/** What `readSettings` reads: everything but conversation, tools and how they are chosen. */
export type Settings = Omit<CanonicalRequest, 'turns' | 'tools' | 'toolChoice' | 'parallelTools'>;

/**
 * Reads the settings of a body (openai-node, `ChatCompletionCreateParamsBase`), and with them `top_k` and
 * OpenRouter's `reasoning`, which many clients of compatible servers send.
 * @throws {Refusal} `invalid_request` naming what is malformed.
 */
export function readSettings(body: Fields, dropped: string[]): Settings {
  const user = takeText(body, 'user');
  const oldLimit = takeInteger(body, 'max_tokens');
  return {
    outputFormat: readFormat(body, dropped),
    reasoning: readReasoning(body, dropped),
    maxOutputTokens: takeInteger(body, 'max_completion_tokens') ?? oldLimit,
    stopSequences: readStop(body),
    choices: takeInteger(body, 'n'),
    temperature: takeNumber(body, 'temperature'),
    topP: takeNumber(body, 'top_p'),
    topK: takeInteger(body, 'top_k'),
    frequencyPenalty: takeNumber(body, 'frequency_penalty'),
    presencePenalty: takeNumber(body, 'presence_penalty'),
    seed: takeInteger(body, 'seed'),
    logprobs: readLogprobs(body),
    logitBias: takeRecord(body, 'logit_bias', 'number', (value) => typeof value === 'number'),
    verbosity: readVerbosity(body),
    serviceTier: takeText(body, 'service_tier'),
    endUser: takeText(body, 'safety_identifier') ?? user,
    promptCacheKey: takeText(body, 'prompt_cache_key'),
    metadata: takeRecord(body, 'metadata', 'string', (value) => typeof value === 'string'),
    isStreaming: takeFlag(body, 'stream') ?? false,
  };
}

function readFormat(body: Fields, dropped: string[]): OutputFormat | null {
  const format = takeFields(body, 'response_format');
  if (format === null) {
    return null;
  }
  const type = requireText(format, 'type');
  if (type === 'text') {
    return { type };
  }
  if (type === 'json_object') {
    return { type: 'json' };
  }
  const schema = type === 'json_schema' ? takeFields(format, 'json_schema') : null;
  if (schema === null) {
    throw invalidField(format.path, 'must be of the type text, json_object or json_schema');
  }
  const read: OutputFormat = {
    type: 'json-schema',
    schema: takeObject(schema, 'schema') ?? {},
    name: takeText(schema, 'name'),
    description: takeText(schema, 'description'),
    isStrict: takeFlag(schema, 'strict'),
  };
  dropped.push(...schema.untaken());
  return read;
}

function readReasoning(body: Fields, dropped: string[]): ReasoningWish | null {
  const wish = takeFields(body, 'reasoning');
  const effort = readEffort(body, 'reasoning_effort') ?? (wish === null ? null : readEffort(wish, 'effort'));
  const budgetTokens = wish === null ? null : takeInteger(wish, 'max_tokens');
  const isEnabled = wish === null ? null : takeFlag(wish, 'enabled');
  const isHidden = wish === null ? null : takeFlag(wish, 'exclude');
  dropped.push(...(wish?.untaken() ?? []));
  const isShown = isHidden === null ? null : !isHidden;
  if (effort === 'none' || isEnabled === false || budgetTokens === 0) {
    return { mode: 'off', effort: effort === 'none' ? effort : null, budgetTokens: null, isShown };
  }
  if (effort === null && budgetTokens === null && isEnabled === null) {
    return isShown === null ? null : { mode: 'adaptive', effort, budgetTokens, isShown };
  }
  return { mode: 'on', effort, budgetTokens, isShown };
}

function readEffort(fields: Fields, name: string) {
  const word = takeText(fields, name);
  const effort = REASONING_EFFORTS.find((known) => known === word);
  if (word !== null && effort === undefined) {
    throw invalidField(fields.pathOf(name), `must be one of ${REASONING_EFFORTS.join(', ')}`);
  }
  return effort ?? null;
}

function readStop(body: Fields): readonly string[] {
  const stop = body.take('stop');
  return typeof stop === 'string' ? [stop] : takeTexts(body, 'stop');
}

function readLogprobs(body: Fields): number | null {
  const alternatives = takeInteger(body, 'top_logprobs');
  return takeFlag(body, 'logprobs') === true ? (alternatives ?? 0) : null;
}

function readVerbosity(body: Fields): CanonicalRequest['verbosity'] {
  const word = takeText(body, 'verbosity');
  if (word === null || word === 'low' || word === 'medium' || word === 'high') {
    return word;
  }
  throw invalidField(body.pathOf('verbosity'), 'must be low, medium or high');
}

function takeRecord<Value>(
  body: Fields,
  name: string,
  kind: string,
  isKind: (value: unknown) => value is Value,
): Readonly<Record<string, Value>> | null {
  const record = takeObject(body, name);
  if (record === null) {
    return null;
  }
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (!isKind(value)) {
        throw invalidField(`${body.pathOf(name)}.${key}`, `must be a ${kind}`);
      }
      return [key, value];
    }),
  );
}
