import { describe, expect, it } from 'vitest';
import {
  createConcurrencyGate,
  hasPlace,
  joinLine,
  leaveLine,
  lengthOfLine,
  nextInLine,
} from './concurrency-gate.ts';

describe('a gate', () => {
  it('has a place until the limit runs, and always without one', () => {
    const gate = createConcurrencyGate<string>();
    gate.running = 5;
    expect(hasPlace(gate)).toBe(true);
    gate.limit = 5;
    expect(hasPlace(gate)).toBe(false);
    gate.limit = 6;
    expect(hasPlace(gate)).toBe(true);
  });

  it('calls those who wait in the order they came, one for each place', () => {
    const gate = { ...createConcurrencyGate<string>(), running: 1, limit: 1 };
    expect([joinLine(gate, 'a', 3), joinLine(gate, 'b', 3), joinLine(gate, 'c', 3)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(joinLine(gate, 'd', 3)).toBe(false);
    expect(nextInLine(gate)).toBeUndefined();
    gate.running = 0;
    expect(nextInLine(gate)).toBe('a');
    gate.running = 1;
    expect(nextInLine(gate)).toBeUndefined();
    gate.running = 0;
    expect([nextInLine(gate), nextInLine(gate), nextInLine(gate)]).toEqual(['b', 'c', undefined]);
    expect(gate.line).toBeNull();
  });

  it('lets anyone leave before its turn, and makes room with it', () => {
    const gate = { ...createConcurrencyGate<string>(), running: 1, limit: 1 };
    joinLine(gate, 'a', 2);
    joinLine(gate, 'b', 2);
    expect(leaveLine(gate, (member) => member === 'a')).toBe(true);
    expect(leaveLine(gate, (member) => member === 'a')).toBe(false);
    expect([lengthOfLine(gate), joinLine(gate, 'c', 2)]).toEqual([1, true]);
    expect([
      leaveLine(gate, (member) => member === 'b'),
      leaveLine(gate, (member) => member === 'c'),
    ]).toEqual([true, true]);
    expect([gate.line, lengthOfLine(gate)]).toEqual([null, 0]);
  });

  it('has no line where none may be', () => {
    const gate = { ...createConcurrencyGate<string>(), running: 1, limit: 1 };
    expect([joinLine(gate, 'a', 0), gate.line]).toEqual([false, null]);
  });
});
