import { describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { createIds, isId } from './ids.ts';

describe('ids', () => {
  it('say what they name, are unique and sort by the millisecond they were made in', () => {
    let nowMs = 1_800_000_000_000;
    const ids = createIds({ ...systemClock, nowMs: () => nowMs });
    const made = Array.from({ length: 1_000 }, () => {
      nowMs += 1;
      return ids.next('req');
    });
    expect(new Set(made).size).toBe(1_000);
    expect([...made].sort()).toEqual(made);
    expect(made.every((id) => isId('req', id) && id.length === 30)).toBe(true);
  });

  it('made in one millisecond are unique too, and sort in the order they were made in', () => {
    const ids = createIds({ ...systemClock, nowMs: () => 1_800_000_000_000 });
    const made = Array.from({ length: 3_000 }, () => ids.next('req'));
    expect(new Set(made).size).toBe(3_000);
    expect([...made].sort()).toEqual(made);
    expect(made.every((id) => isId('req', id) && id.length === 30)).toBe(true);
  });

  it('of two processes never meet, even in the same millisecond', () => {
    const clock = { ...systemClock, nowMs: () => 1_800_000_000_000 };
    expect(createIds(clock).next('req')).not.toBe(createIds(clock).next('req'));
  });

  it('a foreign or malformed id is recognised', () => {
    expect(isId('req', 'key_01')).toBe(false);
    expect(isId('req', 'req_')).toBe(false);
    expect(isId('req', 'req_1/../2')).toBe(false);
  });
});
