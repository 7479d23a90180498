import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';

/** Members that hold one schema, several, or schemas by name. */
const ONE = new Set(['items', 'additionalProperties']);
const MANY = new Set(['anyOf', 'prefixItems', 'oneOf', 'allOf']);
const BY_NAME = new Set(['properties', 'defs', '$defs']);
/** 64-bit numbers, which Google's JSON writes as strings. */
const COUNTS = new Set(['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties']);

/**
 * A `Schema` of Google (ai.google.dev/api/caching#Schema, an OpenAPI 3.0 subset) as JSON Schema: types in
 * lower case, `nullable` as one more type. What it says of order is dropped.
 */
export function toJsonSchema(schema: JsonObject): JsonObject {
  const converted: Record<string, unknown> = {};
  let isNullable = false;
  for (const [spelled, value] of Object.entries(schema)) {
    const key = spelled.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (key === 'nullable') {
      isNullable = value === true;
    } else if (key === 'type') {
      setType(converted, value);
    } else if (key === 'example') {
      converted.examples = [value];
    } else if (key !== 'propertyOrdering' && value !== null) {
      converted[key] = convertMember(key, value);
    }
  }
  return isNullable ? withNull(converted) : converted;
}

function setType(converted: Record<string, unknown>, value: unknown): void {
  if (typeof value === 'string' && value !== 'TYPE_UNSPECIFIED') {
    converted.type = value.toLowerCase();
  } else if (Array.isArray(value)) {
    converted.type = value.map((type) => String(type).toLowerCase());
  }
}

function convertMember(key: string, value: unknown): unknown {
  if (ONE.has(key)) {
    return isJsonObject(value) ? toJsonSchema(value) : value;
  }
  if (MANY.has(key) && Array.isArray(value)) {
    return value.map((entry: unknown) => (isJsonObject(entry) ? toJsonSchema(entry) : entry));
  }
  if (BY_NAME.has(key) && isJsonObject(value)) {
    const converted = Object.entries(value).map(([name, entry]) => [
      name,
      isJsonObject(entry) ? toJsonSchema(entry) : entry,
    ]);
    return Object.fromEntries(converted);
  }
  return COUNTS.has(key) && typeof value === 'string' ? Number(value) : value;
}

function withNull(schema: Record<string, unknown>): JsonObject {
  const { type, anyOf } = schema;
  const nullable = { ...schema };
  if (typeof type === 'string') {
    nullable.type = [type, 'null'];
  } else if (Array.isArray(anyOf)) {
    nullable.anyOf = [...anyOf, { type: 'null' }];
  }
  if (Array.isArray(schema.enum)) {
    nullable.enum = [...schema.enum, null];
  }
  return nullable;
}
