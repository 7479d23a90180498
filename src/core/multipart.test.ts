import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applySplices } from './json-members.ts';
import { boundaryOf, FormError, insertField, readForm } from './multipart.ts';

const B = 'x-boundary';

/** A body of parts, each its headers and its value. */
function bodyOf(parts: readonly (readonly [head: string, value: string | Buffer])[], boundary = B): Buffer {
  const pieces = parts.flatMap(([head, value]) => [
    Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

const field = (name: string): string => `Content-Disposition: form-data; name="${name}"`;

function errorOf(body: Buffer | string): FormError {
  try {
    readForm(Buffer.from(body), B);
  } catch (error) {
    if (error instanceof FormError) {
      return error;
    }
  }
  throw new Error('the form was read');
}

describe('boundaryOf', () => {
  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['multipart/form-data; charset=utf-8; Boundary="a b:c"', 'a b:c'],
    ['multipart/form-data', null],
    ['multipart/form-data; boundary=', null],
    ['multipart/form-data; boundary="ends with space "', null],
    [`multipart/form-data; boundary=${'a'.repeat(71)}`, null],
  ])('of %s is %s', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});

describe('readForm', () => {
  it('finds the value of every part where it stands', () => {
    const file = `${field('image[]')}; filename="a \\"b\\".png"\r\ncontent-type: image/png`;
    const body = bodyOf([
      [field('model'), 'gpt'],
      [file, Buffer.from([0, 13, 10, 255])],
      [field('n'), ''],
    ]);
    const { parts } = readForm(body, B);
    expect(parts.map(({ name, fileName, contentType }) => [name, fileName, contentType])).toEqual([
      ['model', null, null],
      ['image[]', 'a \\"b\\".png', 'image/png'],
      ['n', null, null],
    ]);
    expect(parts.map(({ start, end }) => body.subarray(start, end))).toEqual([
      Buffer.from('gpt'),
      Buffer.from([0, 13, 10, 255]),
      Buffer.alloc(0),
    ]);
  });

  it('reads back whatever is written, and a changed field changes nothing else', () => {
    const value = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    const name = fc.stringMatching(/^[a-z_]{1,12}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 8 }), (fields) => {
        const all = [...fields, ['model', Buffer.from('old')] as const];
        const body = bodyOf(all.map(([key, bytes]) => [field(key), bytes]));
        fc.pre(!all.some(([, bytes]) => bytes.includes(`\r\n--${B}`)));
        const form = readForm(body, B);
        const read = form.parts.map((part) => [part.name, body.subarray(part.start, part.end)]);
        expect(read).toEqual(all.map(([key, bytes]) => [key, bytes]));
        const { start, end } = form.parts.at(-1) ?? { start: 0, end: 0 };
        const changed = applySplices(body, [{ start, end, text: 'new one' }]);
        expect(changed).toEqual(
          bodyOf(
            [...all.slice(0, -1), ['model', 'new one'] as const].map(([key, bytes]) => [field(key), bytes]),
          ),
        );
      }),
    );
  });

  it('takes a field that is put in', () => {
    const body = bodyOf([[field('n'), '1']]);
    const grown = applySplices(body, [insertField(readForm(body, B), 'model', 'gpt')]);
    const { parts } = readForm(grown, B);
    expect(parts.map(({ name, start, end }) => [name, grown.toString('utf8', start, end)])).toEqual([
      ['model', 'gpt'],
      ['n', '1'],
    ]);
  });

  it.each<[string, Buffer | string, string | null]>([
    ['is empty', '', null],
    ['begins with something else', `preamble\r\n${bodyOf([[field('n'), '1']]).toString()}`, null],
    ['is not closed', `--${B}\r\n${field('n')}\r\n\r\n1`, 'n'],
    ['has a boundary inside a line', bodyOf([[field('n'), `a\r\n--${B}bc`]]), 'n'],
    ['goes on after its end', `${bodyOf([[field('n'), '1']]).toString()}--${B}`, null],
    [
      'ends lines with LF alone',
      bodyOf([[field('n'), '1']])
        .toString()
        .replaceAll('\r\n', '\n'),
      null,
    ],
    ['has a part without a name', bodyOf([['Content-Disposition: form-data', '1']]), null],
    ['has a part without headers', `--${B}\r\n\r\n1\r\n--${B}--`, null],
    ['names a part twice', bodyOf([[`${field('n')}; name="model"`, '1']]), null],
    ['has a header twice', bodyOf([[`${field('n')}\r\n${field('model')}`, '1']]), null],
    ['has a name that can be read in two ways', bodyOf([[field('mo\\del'), '1']]), null],
    ['has an extended name', bodyOf([[`${field('n')}; name*=utf-8''model`, '1']]), null],
    ['encodes a part', bodyOf([[`${field('model')}\r\nContent-Transfer-Encoding: base64`, 'eA==']]), 'model'],
    ['folds a header', bodyOf([['Content-Disposition: form-data;\r\n name="n"', '1']]), null],
    ['has endless headers', bodyOf([[`${field('n')}\r\nx: ${'y'.repeat(5_000)}`, '1']]), null],
    ['has too many parts', bodyOf(Array.from({ length: 201 }, () => [field('n'), '1'] as const)), null],
  ])('refuses a body that %s', (_what, body, name) => {
    expect(errorOf(body).field).toBe(name);
  });
});
