import type { Simulator } from '../../simulator/simulator.ts';
import type { CallbackServer } from './callback-server.ts';

/** What a crash point is watched with. */
export interface Watched {
  readonly simulator: Simulator;
  readonly callbacks: CallbackServer;
}

/** A moment in the life of tasks at which the process is killed. */
export interface CrashPoint {
  readonly name: string;
  /** Makes the moment last long enough to be met; before the tasks are made. */
  prepare?(watched: Watched): void;
  /** Whether it is now. Null kills as soon as the tasks were accepted. */
  readonly isNow: ((watched: Watched) => boolean) | null;
}

const SUBMITS = /\/contents\/generations\/tasks$|:generateContent$/;
const POLLS = /\/contents\/generations\/tasks\/ark-/;
const FILES = /\/files\/|film/;
const SLOW_MS = 1_500;

/** How often each kind of request came since the round began. */
function arrived({ simulator }: Watched, path: RegExp): number {
  return simulator.requests().filter((request) => path.test(request.path)).length;
}

function slow(path: string): NonNullable<CrashPoint['prepare']> {
  return ({ simulator }) => simulator.addFaults([{ match: { path }, effect: { delay_ms: SLOW_MS } }]);
}

/** The named crash points, in the order a task passes them. */
export const CRASH_POINTS: readonly CrashPoint[] = [
  { name: 'after the hold, before the submit', isNow: null },
  {
    name: 'after the submit, before its id is stored',
    prepare: slow('/ark/api/v3/contents/generations/tasks'),
    isNow: (watched) => arrived(watched, SUBMITS) > 0,
  },
  {
    name: 'while polling',
    prepare: ({ simulator }) => simulator.planJobs({ queue_ms: 300, run_ms: 600 }),
    isNow: (watched) => arrived(watched, POLLS) > 0,
  },
  {
    name: 'while the result is copied',
    isNow: (watched) => arrived(watched, FILES) > 0,
  },
  {
    name: 'around the settlement',
    isNow: ({ callbacks }) => callbacks.statuses().includes('running'),
  },
  {
    name: 'after the settlement, while it is told',
    prepare: ({ callbacks }) => callbacks.slowDown(SLOW_MS),
    isNow: ({ callbacks }) => callbacks.statuses().includes('succeeded'),
  },
];
