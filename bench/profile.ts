import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchCase, CASE_NAMES } from './cases.ts';
import { pickCores } from './cores.ts';
import { type CpuProfile, type SelfTime, selfTimes } from './cpu-profile.ts';
import type { DriveOrder } from './driver.ts';
import { startDriver } from './driver-client.ts';
import { HEADLINE_CONNECTIONS, PACED, TARGET_NAMES, UNPACED } from './plan.ts';
import { formatNumber, renderTable } from './table.ts';
import { startTarget } from './target.ts';
import { BENCH_KEY, targetCommand, targetHeaders } from './target-commands.ts';

const HELP = `node bench/profile.ts [options]

  --target NAME   turnpike (default), floor
  --case CASE     ${CASE_NAMES.join(', ')}; default chat
  --seconds N     how long the load lasts, default 5
  --top N         how many functions are shown, default 40
  --paced         streams with a pause between chunks`;

const WARM_UP_MS = 2_000;

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'turnpike' },
    case: { type: 'string', default: 'chat' },
    seconds: { type: 'string', default: '5' },
    top: { type: 'string', default: '40' },
    paced: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/**
 * Runs one case against one target under V8's profiler and prints where the time went after a warm-up. The
 * profiler itself costs time, so the figures show proportions rather than what the bench measures.
 */
async function profile(folder: string): Promise<void> {
  const target = TARGET_NAMES.find((name) => name === values.target);
  const caseName = CASE_NAMES.find((name) => name === values.case);
  if (target === undefined || target === 'portkey' || caseName === undefined) throw new Error(HELP);
  const cores = pickCores(console.error);
  const driver = await startDriver(cores?.driver);
  try {
    const command = await targetCommand(target, folder, driver.upstreamPort);
    const profiled = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=250', ...command.args];
    const running = await startTarget({ ...command, args: profiled }, cores?.target);
    const order: DriveOrder = {
      caseName,
      port: running.port,
      pid: running.pid,
      validKey: BENCH_KEY,
      checksKeys: target === 'turnpike',
      headers: targetHeaders(target, benchCase(caseName).dialect, driver.upstreamPort),
      connections: HEADLINE_CONNECTIONS,
      stream: values.paced ? PACED : UNPACED,
      warmUpMs: 0,
      durationMs: WARM_UP_MS,
    };
    let fromUs = 0;
    const measured = async () => {
      await driver.drive(order);
      fromUs = Number(process.hrtime.bigint() / 1000n);
      return driver.drive({ ...order, durationMs: Number(values.seconds) * 1000 });
    };
    const result = await measured().finally(running.stop);
    const cpu = formatNumber(result.targetCpuUs / result.requests);
    console.log(
      `${target}, ${caseName}: ${result.requests} requests, ${result.errors} errors, ${cpu} µs CPU each`,
    );
    if (result.firstError !== null) console.log(`first error: ${result.firstError}`);
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
      print(
        selfTimes(JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile, fromUs),
        result.requests,
      );
    }
  } finally {
    driver.stop();
  }
}

function print(times: readonly SelfTime[], requests: number): void {
  const totalUs = times.reduce((sum, { selfUs }) => sum + selfUs, 0);
  const rows = times
    .slice(0, Number(values.top))
    .map(({ name, where, selfUs }) => [
      `${name} ${where}`,
      formatNumber(selfUs / requests),
      `${((selfUs / totalUs) * 100).toFixed(1)} %`,
    ]);
  console.log(`\n${renderTable(['function', 'self µs/req', 'share'], rows)}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
const folder = mkdtempSync(join(tmpdir(), 'turnpike-profile-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
if (values.help) console.log(HELP);
else await profile(folder);
