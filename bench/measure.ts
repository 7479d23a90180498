import { benchCase, type CaseName } from './cases.ts';
import type { DriveOrder, DriveResult } from './driver.ts';
import type { Driver } from './driver-client.ts';
import { HEADLINE_CONNECTIONS, type Measured, type Plan, type Step, UNPACED } from './plan.ts';
import type { RunningTarget } from './target.ts';
import { BENCH_KEY, targetHeaders } from './target-commands.ts';

/** One measure: who, what, and what came of it. */
export type Measurement = DriveResult & { target: Measured; round: number } & Omit<
    Step,
    'rounds' | 'targets'
  >;

/** Why a target has no figure for a case. */
export type Absence = { target: Measured; what: string; reason: string };

/** Everything measured in a run, in the order in which it was measured. */
export type Measurements = { taken: Measurement[]; absences: Absence[] };

/**
 * Runs the plan: within each round of each step the targets take turns, so that a slow moment of the machine
 * falls on all of them. A target that cannot answer a case at all is left out of it, with the reason.
 */
export async function runPlan(
  plan: Plan,
  driver: Driver,
  targets: readonly RunningTarget[],
  progress: (done: number, total: number, text: string) => void,
): Promise<Measurements> {
  const started = (target: Measured) => target === 'direct' || targets.some(({ name }) => name === target);
  const steps = plan.steps
    .map((step) => ({ ...step, targets: step.targets.filter(started) }))
    .filter((step) => step.targets.some((target) => target !== 'direct'));
  let left = steps.reduce((sum, step) => sum + step.rounds * step.targets.length, 0);
  const taken: Measurement[] = [];
  const able = createAbilities(plan, driver, targets);
  for (const { rounds, targets: names, ...what } of steps) {
    const measured = await able.among(names, what.caseName);
    left -= rounds * (names.length - measured.length);
    for (let turn = 0; turn < rounds * measured.length; turn += 1) {
      const target = measured[turn % measured.length] ?? 'direct';
      const order = orderFor(what, target, driver, targets, plan.warmUpMs, plan.durationMs);
      const result = await driver.drive(order);
      taken.push({ ...what, ...result, target, round: Math.floor(turn / measured.length) });
      progress(taken.length, left, describe(what, target, result));
    }
  }
  return { taken, absences: [...able.absences, ...faults(taken)] };
}

/**
 * Primes a target with a case when the case first comes up, and remembers whether it could answer. It is not done
 * for all cases before the first measure, since memory that a case with long prompts took would stay taken.
 */
function createAbilities(plan: Plan, driver: Driver, targets: readonly RunningTarget[]) {
  const absences: Absence[] = [];
  const known = new Map<string, boolean>();
  const answers = async (target: Measured, caseName: CaseName) => {
    const what = { caseName, stream: UNPACED, connections: HEADLINE_CONNECTIONS };
    const order = orderFor(what, target, driver, targets, 0, target === 'direct' ? 1 : plan.primeMs);
    const { requests, firstError } = await driver.drive(order);
    if (requests === 0) absences.push({ target, what: caseName, reason: firstError ?? 'no answer' });
    return requests > 0;
  };
  const among = async (names: readonly Measured[], caseName: CaseName) => {
    for (const target of names) {
      const name = `${target} ${caseName}`;
      if (!known.has(name)) known.set(name, await answers(target, caseName));
    }
    return names.filter((target) => known.get(`${target} ${caseName}`));
  };
  return { absences, among };
}

function orderFor(
  { caseName, connections, stream }: Pick<Step, 'caseName' | 'connections' | 'stream'>,
  target: Measured,
  driver: Driver,
  targets: readonly RunningTarget[],
  warmUpMs: number,
  durationMs: number,
): DriveOrder {
  const running = targets.find(({ name }) => name === target);
  return {
    caseName,
    connections,
    stream,
    port: running?.port ?? driver.upstreamPort,
    pid: running?.pid ?? null,
    validKey: BENCH_KEY,
    checksKeys: target === 'turnpike',
    headers: targetHeaders(target, benchCase(caseName).dialect, driver.upstreamPort),
    warmUpMs,
    durationMs,
  };
}

function describe(
  step: Pick<Step, 'caseName' | 'connections' | 'stream'>,
  target: Measured,
  result: DriveResult,
) {
  const pace = step.stream.paceMs > 0 ? ` paced ${step.stream.chunks}` : '';
  const cpu = Number.isNaN(result.targetCpuUs)
    ? ''
    : `, ${Math.round(result.targetCpuUs / result.requests)} µs CPU`;
  const rate = Math.round(result.requests / result.seconds);
  return `${step.caseName}${pace} ×${step.connections} ${target}: ${rate} req/s${cpu}`;
}

function faults(taken: readonly Measurement[]): Absence[] {
  return taken
    .filter(({ errors }) => errors > 0)
    .map(({ target, caseName, connections, errors, firstError }) => ({
      target,
      what: `${caseName} ×${connections}`,
      reason: `${errors} errors, the first: ${firstError}`,
    }));
}
