import type { Measurement } from './measure.ts';
import type { Measured } from './plan.ts';
import { median } from './stats.ts';

/** The medians over the rounds of one target at one row of the plan. Times and CPU are in microseconds. */
export type Summary = Pick<Measurement, 'target' | 'caseName' | 'connections' | 'stream'> & {
  rounds: number;
  reqPerS: number;
  cpuUs: number;
  /** CPU a request of load generator and upstream together; one core divided by it is the most they can do. */
  driverCpuUs: number;
  p50Us: number;
  p99Us: number;
  p999Us: number;
  firstByteP50Us: number;
  firstByteP99Us: number;
  peakBytes: number;
  errors: number;
};

/** Which measures belong together. */
export type Filter = Partial<Pick<Summary, 'target' | 'caseName' | 'connections' | 'stream'>>;

/** CPU a request of each round, in order; for ratios between targets. */
export function cpuByRound(taken: readonly Measurement[], filter: Filter): number[] {
  return matching(taken, filter).map(({ targetCpuUs, requests }) => targetCpuUs / requests);
}

/** One summary for each target at each row of the plan, in the order in which they were first measured. */
export function summarize(taken: readonly Measurement[]): Summary[] {
  const groups = Map.groupBy(taken, groupName);
  return [...groups.values()].flatMap((group) => {
    const first = group[0];
    return first === undefined ? [] : [summary(first, group)];
  });
}

/** The one summary that fits, if it was measured. */
export function find(summaries: readonly Summary[], filter: Filter): Summary | undefined {
  return matching(summaries, filter)[0];
}

/** What a target adds to the median time to first byte at one connection, in microseconds; NaN if not measured. */
export function addedFirstByteUs(summaries: readonly Summary[], { target, caseName }: Summary): number {
  const at = (name: Measured) => find(summaries, { target: name, caseName, connections: 1 })?.firstByteP50Us;
  return (at(target) ?? Number.NaN) - (at('direct') ?? Number.NaN);
}

function summary(first: Measurement, group: readonly Measurement[]): Summary {
  const { target, caseName, connections, stream } = first;
  const middle = (value: (one: Measurement) => number) => median(group.map(value));
  return {
    target,
    caseName,
    connections,
    stream,
    rounds: group.length,
    reqPerS: middle(({ requests, seconds }) => requests / seconds),
    cpuUs: middle(({ targetCpuUs, requests }) => targetCpuUs / requests),
    driverCpuUs: middle(({ driverCpuUs, requests }) => driverCpuUs / requests),
    p50Us: middle(({ latencyUs }) => latencyUs.p50),
    p99Us: middle(({ latencyUs }) => latencyUs.p99),
    p999Us: middle(({ latencyUs }) => latencyUs.p999),
    firstByteP50Us: middle(({ firstByteUs }) => firstByteUs.p50),
    firstByteP99Us: middle(({ firstByteUs }) => firstByteUs.p99),
    peakBytes: Math.max(...group.map(({ targetPeakBytes }) => targetPeakBytes)),
    errors: group.reduce((sum, { errors }) => sum + errors, 0),
  };
}

function groupName({ target, caseName, connections, stream }: Measurement): string {
  return [target, caseName, connections, stream.chunks, stream.paceMs].join(' ');
}

function matching<One extends Required<Filter>>(all: readonly One[], filter: Filter): One[] {
  const { target, caseName, connections, stream } = filter;
  return all.filter(
    (one) =>
      (target === undefined || one.target === target) &&
      (caseName === undefined || one.caseName === caseName) &&
      (connections === undefined || one.connections === connections) &&
      (stream === undefined || (one.stream.chunks === stream.chunks && one.stream.paceMs === stream.paceMs)),
  );
}
