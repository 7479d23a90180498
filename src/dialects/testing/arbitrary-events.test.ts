import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../canonical/index.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { arbitraryRequest, type Features } from './arbitrary-canonical.ts';
import { arbitraryEvents, arbitraryFailedEvents } from './arbitrary-events.ts';
import { checkEventGrammar } from './event-grammar.ts';

const EVERYTHING: Partial<Features> = {
  redactedReasoning: true,
  refusals: true,
  citations: true,
  customTools: true,
  generatedImages: true,
  logprobs: true,
  maxChoices: 3,
};

const STOP = {
  type: 'finish',
  choice: 0,
  finish: { reason: 'stop', stopSequence: null, explanation: null },
} as const;
const OPEN = { type: 'part-start', choice: 0, part: 0, content: { type: 'text' } } as const;
const CLOSE = { type: 'part-end', choice: 0, part: 0 } as const;
const START = { type: 'start', id: null } as const;
const END = { type: 'end' } as const;

describe('made-up streams', () => {
  it('keep the grammar, and say the answer they were made of', () => {
    fc.assert(
      fc.property(arbitraryEvents(EVERYTHING), ({ response, events }) => {
        expect(checkEventGrammar(events)).toBe('whole');
        expect(collectResponse(events)).toEqual(response);
      }),
    );
  });

  it('keep the grammar when they fail', () => {
    fc.assert(
      fc.property(arbitraryFailedEvents(EVERYTHING), (events) => {
        expect(checkEventGrammar(events)).toBe('failed');
      }),
    );
  });
});

describe('the checker of events', () => {
  const faults: readonly (readonly [string, readonly CanonicalEvent[], RegExp])[] = [
    ['no start', [OPEN], /no start/],
    ['two starts', [START, START], /second start/],
    ['a part in a part', [START, OPEN, { ...OPEN, part: 1 }], /is open/],
    ['a wrong number', [START, { ...OPEN, part: 1 }], /0 is the next/],
    ['a part after the finish', [START, OPEN, CLOSE, STOP, { ...OPEN, part: 1 }], /after the finish/],
    ['a finish in a part', [START, OPEN, STOP], /open part/],
    ['an end without finish', [START, OPEN, CLOSE, END], /without a finish/],
    ['something after the end', [START, END, START], /follows the end/],
  ];
  for (const [name, events, sentence] of faults) {
    it(`finds ${name}`, () => {
      expect(() => checkEventGrammar(events)).toThrow(sentence);
    });
  }

  it('knows a stream that was cut', () => {
    expect(checkEventGrammar([START, OPEN])).toBe('cut');
  });
});

describe('made-up requests', () => {
  it('have a result for every call, in the next turn', () => {
    fc.assert(
      fc.property(arbitraryRequest({ customTools: true, richResults: true }), ({ turns }) => {
        turns.forEach((turn, index) => {
          const calls = turn.parts.flatMap((part) => (part.type === 'tool-call' ? [part.id] : []));
          const results = turns[index + 1]?.parts.flatMap((part) =>
            part.type === 'tool-result' ? [part.callId] : [],
          );
          expect(results ?? []).toEqual(calls);
        });
        expect(turns.at(-1)?.role).toBe('user');
      }),
    );
  });
});
