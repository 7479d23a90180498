import type { Measurement } from './measure.ts';
import { UNPACED } from './plan.ts';

/** A measure of the floor's chat at 64 connections with plain figures, for tests; `fields` replace what matters. */
export function sampleMeasurement(fields: Partial<Measurement>): Measurement {
  return {
    target: 'floor',
    caseName: 'chat',
    connections: 64,
    stream: UNPACED,
    round: 0,
    requests: 100,
    errors: 0,
    firstError: null,
    seconds: 2,
    latencyUs: { p50: 1500, p99: 2000, p999: 3000 },
    firstByteUs: { p50: 400, p99: 900, p999: 950 },
    targetCpuUs: 5000,
    driverCpuUs: 1000,
    targetPeakBytes: 1024 * 1024,
    wasQuiet: true,
    ...fields,
  };
}
