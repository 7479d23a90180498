import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEnd, nextState, TASK_EVENTS, TASK_STATES, type TaskEvent, type TaskState } from './states.ts';

/** By state and event, in the order of `TASK_EVENTS`; a dash where nothing changes. */
const TABLE: Readonly<Record<TaskState, string>> = {
  pending: 'queued running succeeded failed canceled timeout',
  queued: '- running succeeded failed canceled timeout',
  running: '- - succeeded failed canceled timeout',
  succeeded: '- - - - - -',
  failed: '- - - - - -',
  canceled: '- - - - - -',
  timeout: '- - - - - -',
};

describe('nextState', () => {
  for (const state of TASK_STATES) {
    it(`goes from ${state} where the table says`, () => {
      const gone = TASK_EVENTS.map((event) => nextState(state, event) ?? '-');
      expect(gone.join(' ')).toBe(TABLE[state]);
    });
  }

  it('never goes back, ends at most once, and stays where it ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<TaskEvent>(...TASK_EVENTS), { maxLength: 20 }), (events) => {
        let state: TaskState = 'pending';
        let endings = 0;
        for (const event of events) {
          const next = nextState(state, event);
          if (next === null) {
            continue;
          }
          expect(isEnd(state)).toBe(false);
          expect(TASK_STATES.indexOf(next)).toBeGreaterThan(TASK_STATES.indexOf(state));
          endings += isEnd(next) ? 1 : 0;
          state = next;
        }
        expect(endings).toBeLessThanOrEqual(1);
        expect(isEnd(state)).toBe(endings === 1);
      }),
    );
  });
});
