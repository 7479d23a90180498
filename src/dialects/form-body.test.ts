import { describe, expect, it } from 'vitest';
import { readForm } from '../core/multipart.ts';
import { Refusal } from '../core/refusal.ts';
import { formBody, isFormFile } from './form-body.ts';

const FIELDS = { integers: ['n'], flags: ['stream'] };

function read(parts: readonly (readonly [name: string, value: string])[]) {
  const text = parts.map(([name, value]) => {
    const file = value.startsWith('file ') ? '; filename="f"' : '';
    return `--b\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  const bytes = Buffer.from(`${text.join('')}--b--`);
  return formBody(bytes, readForm(bytes, 'b'), FIELDS);
}

describe('a form as a body', () => {
  it('has numbers and flags where the fields are such, and text elsewhere', () => {
    expect(
      read([
        ['n', '2'],
        ['stream', 'true'],
        ['prompt', '7'],
        ['model', 'true'],
      ]),
    ).toEqual({
      n: 2,
      stream: true,
      prompt: '7',
      model: 'true',
    });
    expect(
      read([
        ['n', 'two'],
        ['stream', '1'],
      ]),
    ).toEqual({ n: 'two', stream: '1' });
  });

  it('has files as views of the body, and lists of what comes several times', () => {
    const body = read([
      ['image', 'file 1'],
      ['image', 'file 2'],
      ['include[]', 'a'],
      ['include[]', 'b'],
    ]);
    expect(body.include).toEqual(['a', 'b']);
    const images = [body.image].flat();
    expect(images.map((image) => isFormFile(image) && image.bytes.toString())).toEqual(['file 1', 'file 2']);
  });

  it('has no model that two readers would read differently', () => {
    expect(() =>
      read([
        ['model', 'cheap'],
        ['model', 'dear'],
      ]),
    ).toThrow(Refusal);
    expect(read([['model[]', 'cheap']]).model).toEqual(['cheap']);
  });

  it('takes names that objects have themselves', () => {
    expect(
      Object.keys(
        read([
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ]),
      ),
    ).toEqual(['__proto__', 'constructor']);
  });
});
