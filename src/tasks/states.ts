/** Every state of a task, in the order it may pass them. */
export const TASK_STATES = [
  'pending',
  'queued',
  'running',
  'succeeded',
  'failed',
  'canceled',
  'timeout',
] as const;

/** Where a task stands. */
export type TaskState = (typeof TASK_STATES)[number];

/** The states that nothing follows. */
export type EndState = Extract<TaskState, 'succeeded' | 'failed' | 'canceled' | 'timeout'>;

/** What can happen to a task. */
export const TASK_EVENTS = ['queued', 'started', 'made', 'failed', 'canceled', 'ran-out'] as const;

/**
 * Something that happened to a task: an upstream put it in its line, or works on it; everything that will
 * come of it is in the store; a verdict says that nothing will come; nothing was sent, or the upstream
 * confirmed that it stopped; or the time is up and the last probe found no verdict.
 */
export type TaskEvent = (typeof TASK_EVENTS)[number];

type OpenState = Exclude<TaskState, EndState>;

const AFTER: Readonly<Record<OpenState, Readonly<Partial<Record<TaskEvent, TaskState>>>>> = {
  pending: { queued: 'queued', started: 'running', ...endings() },
  queued: { started: 'running', ...endings() },
  running: endings(),
};

/** The state that follows; null where the event changes nothing, as every event after the end. */
export function nextState(state: TaskState, event: TaskEvent): TaskState | null {
  return isEnd(state) ? null : (AFTER[state][event] ?? null);
}

/** Whether nothing follows this state. */
export function isEnd(state: TaskState): state is EndState {
  switch (state) {
    case 'succeeded':
    case 'failed':
    case 'canceled':
    case 'timeout':
      return true;
    case 'pending':
    case 'queued':
    case 'running':
      return false;
  }
}

function endings() {
  return { made: 'succeeded', failed: 'failed', canceled: 'canceled', 'ran-out': 'timeout' } as const;
}
