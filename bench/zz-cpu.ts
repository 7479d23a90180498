import { readdirSync, copyFileSync } from 'node:fs';
function require0(f: string) { for (const n of readdirSync(f)) if (n.endsWith('.log')) copyFileSync(f + '/' + n, '/tmp/zz-' + n); }
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchCase } from './cases.ts';
import { pickCores } from './cores.ts';
import { startDriver } from './driver-client.ts';
import { UNPACED, PACED } from './plan.ts';
import { startTarget } from './target.ts';
import { BENCH_KEY, targetCommand, targetHeaders } from './target-commands.ts';
const folder = mkdtempSync(join(tmpdir(), 'zz-'));
const caseName = (process.argv[2] ?? 'chat') as 'chat';
const rounds = Number(process.argv[3] ?? 3);
const targets = (process.argv[4] ?? 'floor,turnpike').split(',');
const cores = pickCores(console.error);
const driver = await startDriver(cores?.driver);
const running = [];
for (const t of targets) {
  const command = await targetCommand(t === 'floor' ? 'floor' : 'turnpike', folder, driver.upstreamPort);
  if (t !== 'floor' && t !== 'turnpike') { const { cpSync } = await import('node:fs'); const d = folder + '/data-' + t; command.env!.DATA_DIR = d; command.args = command.args.map((a) => a.replace('/work/main/', '/tmp/v/' + t + '/')); }
  const flags = t !== undefined ? (process.env.ZZ ?? '').split(' ').filter(Boolean) : [];
  running.push({ t, r: await startTarget({ ...command, args: [...flags, ...command.args] }, cores?.target) });
}
const isStream = caseName.includes('stream');
for (let i = 0; i < rounds; i++) {
  for (const { t, r } of running) {
    const st0 = readFileSync(`/proc/${r.pid}/stat`, 'utf8').split(') ')[1].split(' '); const mf0 = Number(st0[7]);
    const res = await driver.drive({ caseName, port: r.port, pid: r.pid, validKey: BENCH_KEY, checksKeys: t !== 'floor', headers: targetHeaders(t === 'floor' ? 'floor' : 'turnpike', benchCase(caseName).dialect, driver.upstreamPort), connections: 64, stream: isStream ? PACED : UNPACED, warmUpMs: 1000, durationMs: 4000 } as never);
    const st1 = readFileSync(`/proc/${r.pid}/stat`, 'utf8').split(') ')[1].split(' '); const utime = (Number(st1[11]) - Number(st0[11])) * 10000 / res.requests * 0.8, stime = (Number(st1[12]) - Number(st0[12])) * 10000 / res.requests * 0.8;
    console.log('   user', utime.toFixed(1), 'sys', stime.toFixed(1), 'minflt/req', ((Number(st1[7]) - mf0) / res.requests * 0.8).toFixed(3));
    const perReq = res.targetCpuUs / res.requests;
    console.log(t.padEnd(9), caseName, perReq.toFixed(1), 'µs/req', isStream ? (perReq / 100).toFixed(2) + ' µs/chunk' : '', Math.round(res.requests / 4), 'req/s', 'errors', res.errors, res.firstError ?? '', /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${r.pid}/status`, 'utf8'))?.[1], /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${r.pid}/status`, 'utf8'))?.[1]);
  }
}
for (const { r } of running) await r.stop();
driver.stop();
require0(folder);
rmSync(folder, { recursive: true, force: true });
process.exit(0);
