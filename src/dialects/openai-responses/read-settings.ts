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
  takeObject,
  takeText,
  takeTexts,
} from '../fields.ts';

/** What may be included in an answer and what the middle has a word for; the state of reasoning always is. */
const ENCRYPTED_REASONING = 'reasoning.encrypted_content';
const TEXT_LOGPROBS = 'message.output_text.logprobs';

const VERBOSITIES = ['low', 'medium', 'high'] as const;

/** How the model shall think; null where the body says nothing of it. @throws {Refusal} `invalid_request` */
export function readReasoning(body: Fields): ReasoningWish | null {
  const fields = takeFields(body, 'reasoning');
  if (fields === null) {
    return null;
  }
  const word = takeText(fields, 'effort');
  const effort = REASONING_EFFORTS.find((known) => known === word) ?? null;
  if (word !== null && effort === null) {
    throw invalidField(fields.pathOf('effort'), `must be one of ${REASONING_EFFORTS.join(', ')}`);
  }
  const summary = takeText(fields, 'summary') ?? takeText(fields, 'generate_summary');
  const isShown = summary === null ? null : summary !== 'none';
  if (effort === null) {
    return isShown === null ? null : { mode: 'adaptive', effort, budgetTokens: null, isShown };
  }
  return { mode: effort === 'none' ? 'off' : 'on', effort, budgetTokens: null, isShown };
}

/** The form and the length of the text. @throws {Refusal} `invalid_request` */
export function readTextSettings(body: Fields): Pick<CanonicalRequest, 'outputFormat' | 'verbosity'> {
  const text = takeFields(body, 'text');
  const format = text === null ? null : takeFields(text, 'format');
  const word = text === null ? null : takeText(text, 'verbosity');
  const verbosity = VERBOSITIES.find((known) => known === word) ?? null;
  if (word !== null && verbosity === null) {
    throw invalidField('text.verbosity', `must be one of ${VERBOSITIES.join(', ')}`);
  }
  return { outputFormat: format === null ? null : readFormat(format), verbosity };
}

function readFormat(format: Fields): OutputFormat {
  const type = requireText(format, 'type');
  if (type === 'text') {
    return { type };
  }
  if (type === 'json_object') {
    return { type: 'json' };
  }
  if (type !== 'json_schema') {
    throw invalidField(format.pathOf('type'), 'must be text, json_object or json_schema');
  }
  const schema = takeObject(format, 'schema');
  if (schema === null) {
    throw invalidField(format.pathOf('schema'), 'must be an object');
  }
  return {
    type: 'json-schema',
    schema,
    name: takeText(format, 'name'),
    description: takeText(format, 'description'),
    isStrict: takeFlag(format, 'strict'),
  };
}

/** What `include` asks for: alternatives of tokens, and what the middle has no word for. */
export function readIncluded(body: Fields): {
  readonly logprobs: number | null;
  readonly dropped: readonly string[];
} {
  const included = takeTexts(body, 'include');
  const top = takeInteger(body, 'top_logprobs');
  const others = included.filter((word) => word !== ENCRYPTED_REASONING && word !== TEXT_LOGPROBS);
  return {
    logprobs: included.includes(TEXT_LOGPROBS) ? (top ?? 0) : top === 0 ? null : top,
    dropped: others.length === 0 ? [] : ['include'],
  };
}

/** Notes of the caller: texts by name. @throws {Refusal} `invalid_request` */
export function readMetadata(body: Fields): Readonly<Record<string, string>> | null {
  const metadata = takeObject(body, 'metadata');
  return (
    metadata &&
    Object.fromEntries(
      Object.entries(metadata).map(([key, value]) => {
        if (typeof value !== 'string') {
          throw invalidField(`metadata.${key}`, 'must be a string');
        }
        return [key, value];
      }),
    )
  );
}
