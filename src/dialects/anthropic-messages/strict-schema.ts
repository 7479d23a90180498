import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/** Members of a schema that hold one schema, several, or schemas by name. */
const MANY = new Set(['anyOf', 'allOf', 'oneOf']);
const BY_NAME = new Set(['properties', '$defs', 'definitions']);
/** Members that pass as they are. */
const PLAIN = new Set(['type', 'title', 'description', 'default', 'const', 'enum', 'required', '$ref']);
/** Members that say nothing of what is allowed. */
const NOTES = new Set(['$schema', '$id', '$comment', 'examples']);
/** Rules that the API refuses; the model is told them in words instead. */
const TOLD = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
];
const FORMATS = /^(date-time|time|date|duration|email|hostname|uri|ipv4|ipv6|uuid)$/;

/** Thrown inside for what a strict schema has no word for. */
class LooseSchemaError extends Error {
  override readonly name = 'LooseSchemaError';
}

/**
 * A schema that answers are forced into (platform.claude.com/docs, "Structured outputs"): a part of JSON
 * Schema, without bounds, recursion or open objects. Bounds are put into descriptions. Null where the schema
 * cannot be said so without changing what it allows.
 */
export function strictSchema(schema: JsonObject): JsonObject | null {
  try {
    return isRecursive(schema) ? null : convert(schema);
  } catch (error) {
    if (error instanceof LooseSchemaError) {
      return null;
    }
    throw error;
  }
}

function convert(schema: JsonObject): JsonObject {
  const converted: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    convertMember(converted, key, value);
  }
  const isObject = schema.type === 'object' || isJsonObject(schema.properties);
  if (isObject) {
    if (!isJsonObject(schema.properties)) {
      throw new LooseSchemaError();
    }
    converted.additionalProperties = false;
  }
  const told = TOLD.filter((key) => schema[key] !== undefined && schema[key] !== false).map(
    (key) => `${key}: ${JSON.stringify(schema[key])}`,
  );
  if (told.length > 0) {
    converted.description = [schema.description, told.join(', ')].filter(Boolean).join('\n');
  }
  return converted;
}

function convertMember(converted: Record<string, unknown>, key: string, value: unknown): void {
  if (PLAIN.has(key)) {
    converted[key] = value;
  } else if (BY_NAME.has(key) && isJsonObject(value)) {
    converted[key] = Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, child(entry)]));
  } else if (MANY.has(key) && Array.isArray(value)) {
    // Only one of `oneOf` may hold, which answers that fit one of `anyOf` mostly do.
    converted[key === 'oneOf' ? 'anyOf' : key] = value.map(child);
  } else if (key === 'items') {
    converted.items = child(value);
  } else if (key === 'format' && typeof value === 'string') {
    if (FORMATS.test(value)) {
      converted.format = value;
    }
  } else if (!TOLD.includes(key) && !NOTES.has(key) && !(key === 'additionalProperties' && value === false)) {
    throw new LooseSchemaError();
  }
}

function child(schema: unknown): JsonObject {
  if (!isJsonObject(schema)) {
    throw new LooseSchemaError();
  }
  return convert(schema);
}

/** Whether a definition leads back to itself, or a reference leads out of the schema's own definitions. */
function isRecursive(root: JsonObject): boolean {
  const harmless = new Set<string>();

  function leadsBack(value: unknown, path: readonly string[]): boolean {
    if (Array.isArray(value)) {
      return value.some((entry) => leadsBack(entry, path));
    }
    if (!isJsonObject(value)) {
      return false;
    }
    const { $ref: ref, $defs: _defs, definitions: _definitions, ...others } = value;
    return (
      (typeof ref === 'string' && refLeadsBack(ref, path)) ||
      Object.values(others).some((entry) => leadsBack(entry, path))
    );
  }

  function refLeadsBack(ref: string, path: readonly string[]): boolean {
    if (harmless.has(ref)) {
      return false;
    }
    const definition = definitionOf(root, ref);
    if (definition === undefined || path.includes(ref) || leadsBack(definition, [...path, ref])) {
      return true;
    }
    harmless.add(ref);
    return false;
  }

  return leadsBack(root, []);
}

function definitionOf(root: JsonObject, ref: string): unknown {
  const [, member = '', name = ''] = /^#\/(\$defs|definitions)\/([^/]+)$/.exec(ref) ?? [];
  const definitions = root[member];
  return isJsonObject(definitions) ? definitions[name] : undefined;
}
