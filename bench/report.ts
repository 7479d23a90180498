import { type Bar, type ProcessFacts, verdict } from './bars.ts';
import { HEADLINE_CONNECTIONS, PACED, PACED_SHORT } from './plan.ts';
import { addedFirstByteUs, find, type Summary } from './summary.ts';
import { formatMs, formatNumber, renderTable } from './table.ts';

const mib = (bytes: number) => formatNumber(bytes / 1024 / 1024);

/** Every case with every target: rate, CPU and latency. */
export function requestTable(summaries: readonly Summary[]): string {
  const head = [
    'case',
    'target',
    'conns',
    'req/s',
    'CPU µs/req',
    'p50 ms',
    'p99 ms',
    'p99.9 ms',
    'peak MiB',
    'load µs/req',
    'errors',
  ];
  const rows = summaries
    .filter(({ stream }) => stream.paceMs === 0)
    .map((row) => [
      row.caseName,
      row.target,
      String(row.connections),
      formatNumber(row.reqPerS),
      formatNumber(row.cpuUs),
      formatMs(row.p50Us),
      formatMs(row.p99Us),
      formatMs(row.p999Us),
      mib(row.peakBytes),
      formatNumber(row.driverCpuUs),
      String(row.errors),
    ]);
  return renderTable(head, rows);
}

/** The streams: CPU for each chunk under pacing, and what the target adds to the time to first byte. */
export function streamTable(summaries: readonly Summary[]): string {
  const head = [
    'stream',
    'target',
    'CPU µs/chunk',
    'marginal µs/chunk',
    'TTFB p50 ms ×1',
    'added ms ×1',
    'TTFB p99 ms ×64',
  ];
  const rows = summaries
    .filter(
      ({ stream, target }) =>
        stream.paceMs === PACED.paceMs && stream.chunks === PACED.chunks && target !== 'direct',
    )
    .map((row) => {
      const { target, caseName } = row;
      const single = find(summaries, { target, caseName, connections: 1 });
      return [
        caseName,
        target,
        formatNumber(row.cpuUs / PACED.chunks),
        formatNumber(marginalUs(summaries, row)),
        formatMs(single?.firstByteP50Us ?? Number.NaN),
        formatMs(addedFirstByteUs(summaries, row)),
        formatMs(row.firstByteP99Us),
      ];
    });
  return renderTable(head, rows);
}

/** The processes: how soon they are ready and what memory they hold. */
export function processTable(facts: readonly ProcessFacts[], restMs: number): string {
  const head = ['process', 'ready ms', 'idle MiB', `after ${restMs / 1000} s of rest MiB`];
  const rows = facts.map((fact) => [
    fact.target,
    formatNumber(fact.readyMs),
    mib(fact.idleRssBytes),
    mib(fact.restedRssBytes),
  ]);
  return renderTable(head, rows);
}

/** The bars with pass or fail. */
export function barTable(bars: readonly Bar[]): string {
  const rows = bars.map((bar) => [
    bar.figure,
    `${formatNumber(bar.value)} ${bar.unit}`,
    `≤ ${bar.limit} ${bar.unit}`,
    verdict(bar),
  ]);
  return renderTable(['figure', 'measured', 'bar', ''], rows);
}

/** CPU of the chunks alone: what a hundred cost more than ten, without the request around them. */
function marginalUs(summaries: readonly Summary[], { target, caseName, cpuUs }: Summary): number {
  const short = find(summaries, { target, caseName, connections: HEADLINE_CONNECTIONS, stream: PACED_SHORT });
  return (cpuUs - (short?.cpuUs ?? Number.NaN)) / (PACED.chunks - PACED_SHORT.chunks);
}
