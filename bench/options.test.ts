import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

describe('parseOptions', () => {
  it('measures everything when nothing is said', () => {
    expect(parseOptions([])).toEqual({
      quick: false,
      strict: false,
      help: false,
      only: [],
      targets: ['floor', 'turnpike', 'portkey'],
      jsonFile: undefined,
    });
  });

  it('takes lists', () => {
    const options = parseOptions([
      '--quick',
      '--only',
      'chat,unknown-key',
      '--targets=floor',
      '--json',
      'x.json',
    ]);
    expect(options).toMatchObject({
      quick: true,
      only: ['chat', 'unknown-key'],
      targets: ['floor'],
      jsonFile: 'x.json',
    });
  });

  it('names what is known when a name is not', () => {
    expect(() => parseOptions(['--only', 'chats'])).toThrow('There is no case "chats"; there are chat, ');
    expect(() => parseOptions(['--fast'])).toThrow('--fast');
  });
});
