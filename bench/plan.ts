import { type BenchCase, benchCase, CASE_NAMES, type CaseName } from './cases.ts';
import type { StreamSetting } from './upstream.ts';

/** Names of the targets, as `--targets` takes them, in the order in which they run within a round. */
export const TARGET_NAMES = ['floor', 'turnpike', 'portkey'] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/** Who is measured: a target, or the upstream itself, which shows what the machine and the load cost alone. */
export type Measured = TargetName | 'direct';

/** One row of the plan: measured `rounds` times, the targets by turns within each round. */
export type Step = {
  caseName: CaseName;
  connections: number;
  stream: StreamSetting;
  rounds: number;
  targets: readonly Measured[];
};

/** A plan with its times in milliseconds. */
export type Plan = {
  steps: readonly Step[];
  /** Once for each target and case, so that its code is compiled before anything is measured. */
  primeMs: number;
  /** Before each measure. */
  warmUpMs: number;
  durationMs: number;
  /** Before memory at idle is read. */
  idleMs: number;
  /** Before memory is read for the last time. */
  restMs: number;
};

/** The number of connections at which CPU per request is compared. */
export const HEADLINE_CONNECTIONS = 64;

/**
 * The paced stream: a chunk every 4 ms on each of 64 connections, so that chunks arrive one by one as they do
 * from a provider, at a rate that leaves the target idle for part of the time.
 */
export const PACED: StreamSetting = { chunks: 100, paceMs: 4 };
export const PACED_SHORT: StreamSetting = { chunks: 10, paceMs: 4 };
export const UNPACED: StreamSetting = { chunks: 100, paceMs: 0 };

/** The plan of a run. A quick one takes each figure at least once, and those that a bar hangs on thrice. */
export function createPlan(quick: boolean, only: readonly CaseName[], targets: readonly TargetName[]): Plan {
  const steps = CASE_NAMES.filter((name) => only.length === 0 || only.includes(name))
    .map(benchCase)
    .flatMap((benched) => stepsOf(benched, quick, targets))
    .filter((step) => step.targets.length > 0);
  return quick
    ? { steps, primeMs: 700, warmUpMs: 150, durationMs: 500, idleMs: 1_000, restMs: 8_000 }
    : { steps, primeMs: 4_000, warmUpMs: 500, durationMs: 2_000, idleMs: 10_000, restMs: 300_000 };
}

function stepsOf(
  { name: caseName, stream, isTranslated, statuses }: BenchCase,
  quick: boolean,
  targets: readonly TargetName[],
): Step[] {
  const barRounds = quick ? 3 : 5;
  const otherRounds = quick ? 1 : 3;
  const step = (
    connections: number,
    setting: StreamSetting,
    rounds: number,
    measured: readonly Measured[] = targets,
  ): Step => ({ caseName, connections, stream: setting, rounds, targets: measured });

  // A flood is for a target that knows keys; the floor serves the same bytes in full, to compare with.
  if (!statuses.includes(200)) {
    const able = targets.includes('turnpike') ? targets.filter((name) => name !== 'portkey') : [];
    return [step(HEADLINE_CONNECTIONS, UNPACED, barRounds, able)];
  }
  // Portkey knows no policies, so that its figure is the one of the case without them.
  if (caseName === 'chat-policies') {
    const able = targets.filter((name) => name !== 'portkey');
    return [step(HEADLINE_CONNECTIONS, UNPACED, barRounds, able)];
  }
  if (isTranslated) {
    const able = targets.filter((name) => name === 'turnpike');
    const measured: readonly Measured[] = able.length === 0 ? [] : ['direct', ...able];
    return [
      step(1, UNPACED, otherRounds, measured),
      step(HEADLINE_CONNECTIONS, PACED, quick ? 1 : barRounds, able),
    ];
  }
  const single = step(1, UNPACED, otherRounds, ['direct', ...targets]);
  const many = step(HEADLINE_CONNECTIONS, UNPACED, caseName === 'chat' ? barRounds : otherRounds);
  const most = step(256, UNPACED, otherRounds);
  if (!stream) return quick && caseName !== 'chat' ? [single, many] : [single, many, most];
  const paced = step(HEADLINE_CONNECTIONS, PACED, barRounds);
  if (quick && caseName !== 'chat-stream') return [single, paced];
  return [single, many, most, paced, step(HEADLINE_CONNECTIONS, PACED_SHORT, otherRounds)];
}
