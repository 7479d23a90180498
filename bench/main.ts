import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBars, verdict } from './bars.ts';
import { pickCores } from './cores.ts';
import { type BenchOptions, HELP, parseOptions } from './options.ts';
import { createPlan } from './plan.ts';
import { createProgress } from './progress.ts';
import { barTable, processTable, requestTable, streamTable } from './report.ts';
import { type RunResult, runBench } from './run.ts';
import { summarize } from './summary.ts';

/** Runs the bench and answers the exit code. */
async function main(options: BenchOptions): Promise<number> {
  const progress = createProgress(process.stderr);
  if (!existsSync('/proc/self/task')) {
    progress.note('The bench reads CPU and memory from /proc, so it needs Linux.');
    return 1;
  }
  const plan = createPlan(options.quick, options.only, options.targets);
  const folder = mkdtempSync(join(tmpdir(), 'turnpike-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const cores = pickCores(progress.note);
  const startedMs = performance.now();
  const result = await runBench({ plan, targets: options.targets, folder, cores, progress });
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const bars = createBars(result.taken, result.facts);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, ${seconds} s`;
  if (options.jsonFile !== undefined) {
    writeFileSync(
      options.jsonFile,
      JSON.stringify({ machine, quick: options.quick, bars, ...result }, null, 2),
    );
  }
  print(result, options, plan.restMs, machine);
  console.log(`\n${barTable(bars)}`);
  return options.strict && bars.some((bar) => verdict(bar) === 'FAIL') ? 1 : 0;
}

function print(result: RunResult, options: BenchOptions, restMs: number, machine: string): void {
  const summaries = summarize(result.taken);
  console.log(`\n${options.quick ? 'Quick run' : 'Full run'} on ${machine}; medians of the rounds\n`);
  console.log(requestTable(summaries));
  console.log(`\n${streamTable(summaries)}`);
  console.log(`\n${processTable(result.facts, restMs)}`);
  if (result.absences.length > 0) console.log('\nNot measured, or measured with errors:');
  for (const { target, what, reason } of result.absences) console.log(`- ${target}, ${what}: ${reason}`);
}

function readOptions(): BenchOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(2);
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => process.exit(code));
const options = readOptions();
if (options.help) console.log(HELP);
else process.exitCode = await main(options);
