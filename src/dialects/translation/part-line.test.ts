import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../canonical/index.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { createPartLine } from './part-line.ts';

function lineOf(): { readonly line: ReturnType<typeof createPartLine>; readonly told: CanonicalEvent[] } {
  const told: CanonicalEvent[] = [{ type: 'start', id: null }];
  return { told, line: createPartLine(0, (event) => told.push(event)) };
}

const text = (piece: string) => ({ type: 'text', text: piece }) as const;

describe('parts in line', () => {
  it('tells the first as it comes, and keeps the others until it ends', () => {
    const { line, told } = lineOf();
    line.open('a', { type: 'text' });
    line.add('a', text('1'));
    line.open('b', { type: 'refusal' });
    line.add('b', text('2'));
    line.add('a', text('3'));
    expect(told.slice(2)).toMatchObject([{ delta: { text: '1' } }, { delta: { text: '3' } }]);
    line.end('b');
    line.add('b', text('too late'));
    line.end('a');
    expect(told.slice(4)).toMatchObject([
      { type: 'part-end', part: 0 },
      { type: 'part-start', part: 1 },
      { type: 'part-delta', part: 1, delta: { text: '2' } },
      { type: 'part-end', part: 1 },
    ]);
  });

  it('ends everything at once', () => {
    const { line, told } = lineOf();
    line.open('a', { type: 'text' });
    line.open('b', { type: 'text' });
    line.endAll();
    line.add('a', text('too late'));
    const finish = { reason: 'stop', stopSequence: null, explanation: null } as const;
    expect(checkEventGrammar([...told, { type: 'finish', choice: 0, finish }, { type: 'end' }])).toBe(
      'whole',
    );
    expect(line.knows('b')).toBe(true);
    expect(line.knows('c')).toBe(false);
  });
});
