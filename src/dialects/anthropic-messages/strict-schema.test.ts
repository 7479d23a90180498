import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../dialect.ts';
import { strictSchema } from './strict-schema.ts';

function property(schema: JsonObject): JsonObject {
  return { type: 'object', properties: { a: schema }, required: ['a'] };
}

describe('schemas that answers are forced into', () => {
  it.each<[JsonObject, JsonObject]>([
    [
      { type: 'string', format: 'date' },
      { type: 'string', format: 'date' },
    ],
    [{ type: 'string', format: 'phone' }, { type: 'string' }],
    [
      { type: 'string', maxLength: 5, description: 'A name' },
      { type: 'string', description: 'A name\nmaxLength: 5' },
    ],
    [{ oneOf: [{ type: 'null' }, { enum: ['x'] }] }, { anyOf: [{ type: 'null' }, { enum: ['x'] }] }],
    [
      { type: 'array', items: { type: 'integer' }, minItems: 1 },
      expect.objectContaining({ description: 'minItems: 1' }),
    ],
    [
      { type: 'object', properties: { $ref: { type: 'string' } } },
      { type: 'object', properties: { $ref: { type: 'string' } }, additionalProperties: false },
    ],
  ])('%j', (schema, expected) => {
    expect(strictSchema(property(schema))).toEqual({ ...property(expected), additionalProperties: false });
  });

  it('definitions may be used as often as one likes', () => {
    const schema = {
      ...property({ $ref: '#/$defs/b' }),
      $defs: { b: { anyOf: [{ $ref: '#/$defs/c' }, { $ref: '#/$defs/c' }] }, c: { type: 'string' } },
    };
    expect(strictSchema(schema)).toEqual({ ...schema, additionalProperties: false });
  });

  it.each<[string, JsonObject]>([
    ['open objects', { type: 'object', properties: {}, additionalProperties: true }],
    ['objects without members', property({ type: 'object' })],
    ['maps', property({ type: 'object', additionalProperties: { type: 'string' } })],
    ['rules without a word', property({ if: { type: 'string' } })],
    ['schemas that are no objects', { type: 'object', properties: { a: true } }],
    ['recursion', { ...property({ $ref: '#/$defs/b' }), $defs: { b: { items: { $ref: '#/$defs/b' } } } }],
    ['recursion to the root', property({ $ref: '#' })],
    ['references elsewhere', property({ $ref: 'https://schemas.example/a' })],
  ])('%s cannot be forced', (_what, schema) => {
    expect(strictSchema(schema)).toBeNull();
  });
});
