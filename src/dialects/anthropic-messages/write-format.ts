import type { CanonicalField, OutputFormat } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import type { ModelFamily } from './model-family.ts';
import { strictSchema } from './strict-schema.ts';

/** How the form of the answer is asked for. */
export interface WrittenFormat {
  /** `output_config.format`; null where the model is told in words, or not at all. */
  readonly format: JsonObject | null;
  /** What the model is told in words; null where it need not be. */
  readonly instruction: string | null;
  readonly dropped: readonly CanonicalField[];
}

const JSON_ALONE = 'Answer with one JSON object and nothing else: no words around it, no code fence.';

/**
 * Writes the form of the answer. The API forces answers into schemas of its own part of JSON Schema alone.
 * JSON without a schema, and schemas it cannot force, are asked for in words, which models follow but nothing
 * guarantees; so the setting is listed as dropped.
 */
export function writeFormat(wanted: OutputFormat | null, family: ModelFamily): WrittenFormat {
  if (wanted === null || wanted.type === 'text') {
    return { format: null, instruction: null, dropped: [] };
  }
  if (wanted.type === 'json') {
    return { format: null, instruction: JSON_ALONE, dropped: ['outputFormat'] };
  }
  const schema = family.takesSchemas ? strictSchema(wanted.schema) : null;
  if (schema !== null) {
    return { format: { type: 'json_schema', schema }, instruction: null, dropped: [] };
  }
  const about = wanted.description === null ? '' : `\nIt is: ${wanted.description}`;
  const instruction = `Answer with one JSON value that follows this JSON Schema, and nothing else: no words around it, no code fence.${about}\n${JSON.stringify(wanted.schema)}`;
  return { format: null, instruction, dropped: ['outputFormat'] };
}
