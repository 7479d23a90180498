import { asObject } from '../json-shape.ts';

/** How jobs end. `filtered` is a vendor's word for what its policy does not let it make. */
export const OUTCOMES = ['succeeded', 'failed', 'filtered', 'expired'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What happens to jobs that are submitted from now on. */
export type JobPlan = {
  /** Milliseconds a job waits before it runs, and how long it runs. */
  queue_ms: number;
  run_ms: number;
  outcome: Outcome;
  /** So many first polls of a job find nothing. */
  unseen_polls: number;
  /** Milliseconds for which links to results open, from the end of the job. */
  links_ms: number;
  /** How often a callback of each change is sent; 0 sends none. */
  callbacks: number;
  /** Whether a callback says that the job is done before it is. */
  early_callback: boolean;
};

/** The plan at start: jobs are done at once and are called back about once. */
export const DEFAULT_PLAN: Readonly<JobPlan> = Object.freeze({
  queue_ms: 0,
  run_ms: 0,
  outcome: 'succeeded',
  unseen_polls: 0,
  links_ms: 86_400_000,
  callbacks: 1,
  early_callback: false,
});

const MOST = 86_400_000;

/** Reads the body of the jobs control. Returns what is wrong as a sentence when it cannot be read. */
export function parseJobPlan(value: unknown): Partial<JobPlan> | string {
  const fields = asObject(value);
  if (fields === undefined) return 'the body must be a JSON object';
  for (const [name, setting] of Object.entries(fields)) {
    const problem = problemOf(name, setting);
    if (problem !== undefined) return problem;
  }
  return fields as Partial<JobPlan>;
}

function problemOf(name: string, setting: unknown): string | undefined {
  if (!Object.hasOwn(DEFAULT_PLAN, name)) {
    return `${name} is unknown; known are ${Object.keys(DEFAULT_PLAN).join(', ')}`;
  }
  if (name === 'outcome') {
    return OUTCOMES.some((one) => one === setting)
      ? undefined
      : `outcome must be one of ${OUTCOMES.join(', ')}`;
  }
  if (name === 'early_callback') {
    return typeof setting === 'boolean' ? undefined : 'early_callback must be true or false';
  }
  const isCount = typeof setting === 'number' && Number.isInteger(setting) && setting >= 0 && setting <= MOST;
  return isCount ? undefined : `${name} must be a whole number from 0 to ${MOST}`;
}
