import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySplices, insertMember, JsonMembersError, readMembers, removeMember } from './json-members.ts';

function slices(text: string): Record<string, string> {
  const bytes = Buffer.from(text);
  return Object.fromEntries(
    [...readMembers(bytes)].map(([key, { start, end }]) => [key, bytes.toString('utf8', start, end)]),
  );
}

describe('readMembers', () => {
  it('finds every value of the outermost object as it stands', () => {
    const text =
      ' {"model" : "gpt-4o" ,"n":1, "messages":[{"role":"user","content":"a \\"}] b"}],"x":null } ';
    expect(slices(text)).toEqual({
      model: '"gpt-4o"',
      n: '1',
      messages: '[{"role":"user","content":"a \\"}] b"}]',
      x: 'null',
    });
  });

  it('agrees with JSON.parse on any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const found = slices(text);
        expect(Object.fromEntries(Object.entries(found).map(([key, raw]) => [key, JSON.parse(raw)]))).toEqual(
          JSON.parse(text),
        );
      }),
    );
  });

  it('refuses a key that stands twice, however it is spelled', () => {
    expect(() => readMembers(Buffer.from('{"model":"cheap","\\u006dodel":"dear"}'))).toThrow(
      expect.objectContaining({ duplicateKey: 'model' }),
    );
  });

  it.each(['[]', '1', '', '{"a":', '{"a":"b'])('refuses %j', (text) => {
    expect(() => readMembers(Buffer.from(text))).toThrow(JsonMembersError);
  });
});

describe('splices', () => {
  it('change single members and leave the other bytes alone', () => {
    const bytes = Buffer.from('{ "é": 1,  "model": "a", "s": {"x": 1} }');
    const model = readMembers(bytes).get('model');
    expect(model).toBeDefined();
    if (model !== undefined) {
      const changed = applySplices(bytes, [
        { start: model.start, end: model.end, text: '"b"' },
        insertMember(bytes, 0, 'new', 'true'),
      ]);
      expect(changed.toString()).toBe('{"new":true, "é": 1,  "model": "b", "s": {"x": 1} }');
    }
  });

  it('nothing to change gives the same buffer', () => {
    const bytes = Buffer.from('{}');
    expect(applySplices(bytes, [])).toBe(bytes);
  });

  it('inserting into an empty object leaves no comma', () => {
    const bytes = Buffer.from('{ }');
    expect(JSON.parse(applySplices(bytes, [insertMember(bytes, 0, 'a', '1')]).toString())).toEqual({ a: 1 });
  });

  it.each(['a', 'b', 'c'])('removing %s leaves valid JSON', (key) => {
    const bytes = Buffer.from('{"a":1 , "b":[2] , "c":"3"}');
    const member = readMembers(bytes).get(key);
    if (member === undefined) {
      throw new Error('the member was not found');
    }
    const left = JSON.parse(applySplices(bytes, [removeMember(bytes, member)]).toString());
    const { [key]: _removed, ...expected } = { a: 1, b: [2], c: '3' } as Record<string, unknown>;
    expect(left).toEqual(expected);
  });
});
