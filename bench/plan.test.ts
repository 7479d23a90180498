import { describe, expect, it } from 'vitest';
import { createPlan } from './plan.ts';

const ALL = ['floor', 'turnpike', 'portkey'] as const;

function estimateMs(quick: boolean): number {
  const { steps, primeMs, warmUpMs, durationMs, restMs } = createPlan(quick, [], ALL);
  const quietMs = 200;
  // A stream under pacing goes on after the end of its run until its last chunk.
  const sums = steps.map(({ rounds, targets, stream }) => {
    const lastMs = stream.paceMs * stream.chunks;
    return rounds * targets.length * (warmUpMs + durationMs + quietMs + lastMs);
  });
  const primed = steps.flatMap(({ caseName, targets }) => targets.map((target) => `${caseName} ${target}`));
  const primesMs = new Set(primed.filter((one) => !one.endsWith('direct'))).size * primeMs;
  const startMs = ALL.length * 2_000;
  return sums.reduce((sum, one) => sum + one) + primesMs + restMs + startMs;
}

describe('createPlan', () => {
  it('keeps a quick run under two minutes', () => {
    expect(estimateMs(true)).toBeLessThan(110_000);
  });

  it('rests for five minutes in a full run', () => {
    expect(createPlan(false, [], ALL).restMs).toBe(300_000);
  });

  it('measures 1, 64 and 256 connections', () => {
    const { steps } = createPlan(true, ['chat'], ALL);
    expect(steps.map((step) => step.connections)).toEqual([1, 64, 256]);
    expect(steps[0]?.targets).toEqual(['direct', ...ALL]);
  });

  it('floods with invalid keys only a target that knows keys, beside the floor', () => {
    const { steps } = createPlan(true, ['unknown-key'], ALL);
    expect(steps.map((step) => step.targets)).toEqual([['floor', 'turnpike']]);
    expect(createPlan(true, ['unknown-key'], ['floor']).steps).toEqual([]);
  });
});
