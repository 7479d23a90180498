import { asList, asObject, type JsonObject } from './json-shape.ts';

/** A tool that a request offers. */
export type OfferedTool = { readonly name: string; readonly schema: JsonObject | undefined };

/** Arguments that fit a tool's JSON Schema, filled from the prompt. */
export function toolArguments(schema: JsonObject | undefined, prompt: string): JsonObject {
  return objectOf(schema ?? {}, prompt.slice(0, 60).toWellFormed(), 0);
}

/** Deeper than this a schema is answered with an empty object, so that one that names itself ends. */
const DEEPEST = 6;

function objectOf(schema: JsonObject, prompt: string, depth: number): JsonObject {
  const properties = Object.entries(asObject(schema.properties) ?? {});
  return Object.fromEntries(properties.map(([name, value]) => [name, filledFrom(value, prompt, depth + 1)]));
}

function filledFrom(schema: unknown, prompt: string, depth: number): unknown {
  const shape = asObject(schema) ?? {};
  const choices = asList(shape.enum);
  if (choices.length > 0) return choices[0];
  if (depth > DEEPEST) return {};
  switch (String(shape.type).toLowerCase()) {
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [filledFrom(shape.items, prompt, depth + 1)];
    case 'object':
      return objectOf(shape, prompt, depth);
    default:
      return prompt;
  }
}
