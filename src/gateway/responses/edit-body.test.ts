import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editBody } from './edit-body.ts';

describe('editBody', () => {
  it('leaves every other byte as the client wrote it', () => {
    const body = '{ "type":"response.create",\n "n" : 1.0e0, "stream":false, "big":12345678901234567890 }';
    const edited = String(editBody(Buffer.from(body), { type: null, generate: null, stream: 'true' }));
    expect(edited).toBe('{ "n" : 1.0e0, "stream":true, "big":12345678901234567890 }');
  });

  it('sets and removes whatever members there are', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.jsonValue()),
        fc.dictionary(name, fc.option(fc.jsonValue(), { nil: undefined })),
        (body, members) => {
          const changes = Object.fromEntries(
            Object.entries(members).map(([key, value]) => [
              key,
              value === undefined ? null : JSON.stringify(value),
            ]),
          );
          const expected: Record<string, unknown> = { ...body, ...members };
          const edited = JSON.parse(String(editBody(Buffer.from(JSON.stringify(body)), changes)));
          expect(edited).toEqual(JSON.parse(JSON.stringify(expected)));
        },
      ),
    );
  });
});
