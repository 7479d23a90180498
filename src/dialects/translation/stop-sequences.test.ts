import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CanonicalEvent, type Choice, NO_USAGE } from '../../canonical/index.ts';
import { arbitraryEvents } from '../testing/arbitrary-events.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { collectResponse } from './collect-response.ts';
import { createStopCutter, cutAtStop } from './stop-sequences.ts';

const at = { choice: 0, part: 0 };

/** A stream that says a text in these pieces. */
function said(...pieces: readonly string[]): readonly CanonicalEvent[] {
  return [
    { type: 'start', id: null },
    { type: 'part-start', ...at, content: { type: 'text' } },
    ...pieces.map((text) => ({ type: 'part-delta', ...at, delta: { type: 'text', text } }) as const),
    { type: 'part-end', ...at },
    { type: 'finish', choice: 0, finish: { reason: 'stop', stopSequence: null, explanation: null } },
    { type: 'end' },
  ];
}

function cut(events: readonly CanonicalEvent[], sequences: readonly string[]): Choice | undefined {
  const cutter = createStopCutter(sequences);
  const left = events.flatMap(cutter);
  expect(checkEventGrammar(left)).toBe('whole');
  return collectResponse(left).choices[0];
}

describe('stop sequences', () => {
  it.each([
    [['Hello END there'], ['END'], 'Hello ', 'END'],
    [['Hello E', 'N', 'D there', ' and more'], ['END'], 'Hello ', 'END'],
    [['a\n', '\nb'], ['x', '\n\n'], 'a', '\n\n'],
    [['END'], ['END'], '', 'END'],
    [['one two'], ['two', 'one'], '', 'one'],
  ])('stop a text said in pieces: %o at %o', (pieces, sequences, text, sequence) => {
    expect(cut(said(...pieces), sequences)).toMatchObject({
      parts: [{ text }],
      finish: { reason: 'stop-sequence', stopSequence: sequence },
    });
  });

  it.each([
    [['Hello EN'], ['END']],
    [
      ['E', 'E', 'N'],
      ['END', ''],
    ],
  ])('let everything else through: %o at %o', (pieces, sequences) => {
    expect(cut(said(...pieces), sequences)).toMatchObject({
      parts: [{ text: pieces.join('') }],
      finish: { reason: 'stop' },
    });
  });

  it('hold no more than what may begin a sequence', () => {
    const [, , delta] = said('Hello E').flatMap(createStopCutter(['END']));
    expect(delta).toMatchObject({ delta: { text: 'Hello ' } });
  });

  it('tell the use of what was cut away', () => {
    const usage: CanonicalEvent = { type: 'usage', measured: { usage: NO_USAGE, serviceTier: null } };
    const events = said('END').toSpliced(4, 0, usage);
    expect(events.flatMap(createStopCutter(['END'])).map(({ type }) => type)).toEqual([
      'start',
      'part-start',
      'part-end',
      'finish',
      'usage',
      'end',
    ]);
  });

  it('cut streams and whole answers at the same place', () => {
    const sequences = fc.array(fc.constantFrom('a', 'o r', '\n', 'um '), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(arbitraryEvents({ signature: () => fc.constant(null) }), sequences, ({ events }, stops) => {
        const [choice] = collectResponse(events).choices;
        expect(cut(events, stops)).toEqual(choice === undefined ? undefined : cutAtStop(choice, stops));
      }),
    );
  });
});
