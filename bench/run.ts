import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessFacts } from './bars.ts';
import type { Cores } from './cores.ts';
import { type Driver, startDriver } from './driver-client.ts';
import { type Absence, type Measurements, runPlan } from './measure.ts';
import type { Plan, TargetName } from './plan.ts';
import { memory } from './process-usage.ts';
import type { Progress } from './progress.ts';
import { type RunningTarget, startTarget } from './target.ts';
import { targetCommand } from './target-commands.ts';

/** Everything a run found out. */
export type RunResult = Measurements & { facts: ProcessFacts[] };

/** What a run needs: the plan, who takes part, where files may be written and which cores to use. */
export type RunInput = {
  plan: Plan;
  targets: readonly TargetName[];
  folder: string;
  cores: Cores;
  progress: Progress;
};

/** Starts driver and targets, runs the plan, lets the targets rest, reads their memory and stops them all. */
export async function runBench({ plan, targets, folder, cores, progress }: RunInput): Promise<RunResult> {
  const driver = await startDriver(cores?.driver);
  const running: RunningTarget[] = [];
  try {
    const missing: Absence[] = [];
    for (const name of targets) {
      try {
        running.push(await startTwice(name, folder, driver, cores, progress));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        progress.note(`${name} does not take part: ${reason}`);
        missing.push({ target: name, what: 'everything', reason });
      }
    }
    await sleep(plan.idleMs);
    const idle = running.map(({ pid }) => memory(pid).rssBytes);
    const { taken, absences } = await runPlan(plan, driver, running, progress.step);
    progress.note(`Resting for ${plan.restMs / 1000} s, then memory is read once more.`);
    await sleep(plan.restMs);
    const facts = running.map(({ name, pid, readyMs }, index) => ({
      target: name,
      readyMs,
      idleRssBytes: idle[index] ?? Number.NaN,
      restedRssBytes: memory(pid).rssBytes,
    }));
    return { taken, absences: [...missing, ...absences], facts };
  } finally {
    await Promise.all(running.map(({ stop }) => stop()));
    driver.stop();
  }
}

/** Starts a target, stops it and starts it again, so that it is measured on the data folder it left behind. */
async function startTwice(
  name: TargetName,
  folder: string,
  driver: Driver,
  cores: Cores,
  progress: Progress,
): Promise<RunningTarget> {
  const command = await targetCommand(name, folder, driver.upstreamPort);
  const first = await startTarget(command, cores?.target);
  await first.stop();
  const second = await startTarget(command, cores?.target);
  progress.note(
    `${name}: ready after ${Math.round(first.readyMs)} ms, again after ${Math.round(second.readyMs)} ms`,
  );
  return second;
}
