import { type BenchCase, benchCase, type CaseName, requestBytes } from './cases.ts';
import { createLoad, type LoadResult } from './load.ts';
import { cpuUs, memory, resetPeak, waitUntilQuiet } from './process-usage.ts';
import { type StreamSetting, startUpstream, type Upstream } from './upstream.ts';

/** One measure that the driver takes on its core. `pid` is the target whose CPU is read, or null for none. */
export type DriveOrder = {
  caseName: CaseName;
  port: number;
  pid: number | null;
  validKey: string;
  /** Whether the target refuses an invalid key; one that does not is expected to serve the request in full. */
  checksKeys: boolean;
  headers: Record<string, string>;
  connections: number;
  stream: StreamSetting;
  warmUpMs: number;
  durationMs: number;
};

/**
 * What the driver measured. CPU is in microseconds: of the target, and of load and upstream together. The peak
 * of the target's resident memory is in bytes, warm-up included.
 */
export type DriveResult = LoadResult & {
  targetCpuUs: number;
  driverCpuUs: number;
  targetPeakBytes: number;
  wasQuiet: boolean;
};

/** The messages between the bench and its driver. */
export type DriverRequest = { id: number; order: DriveOrder };
export type DriverReply =
  | { ready: true; upstreamPort: number }
  | { id: number; result: DriveResult }
  | { id: number; error: string };

const GRACE_MS = 20_000;
const QUIET_LIMIT_MS = 3_000;

/** Carries out one order: open the connections, warm up, measure, wait for what the target put off, close. */
async function drive(order: DriveOrder, upstream: Upstream): Promise<DriveResult> {
  upstream.set(order.stream);
  const benched = benchCase(order.caseName);
  const requests = requestBytes(benched, order.validKey, order.headers);
  const answered = order.checksKeys || benched.statuses.includes(200) ? benched : benchCase('chat');
  const expected = { ...answered, minBodyBytes: minBodyBytes(answered, order.stream.chunks) };
  const load = createLoad({ port: order.port, connections: order.connections, requests, expected });
  const read = () => (order.pid === null ? Number.NaN : cpuUs(order.pid));
  const quiet = async () => order.pid === null || (await waitUntilQuiet(order.pid, QUIET_LIMIT_MS));
  if (order.pid !== null) resetPeak(order.pid);
  try {
    if (order.warmUpMs > 0) await load.run({ durationMs: order.warmUpMs, graceMs: GRACE_MS });
    await quiet();
    const before = { target: read(), driver: cpuUs(process.pid) };
    const result = await load.run({ durationMs: order.durationMs, graceMs: GRACE_MS });
    const driverCpuUs = cpuUs(process.pid) - before.driver;
    const wasQuiet = await quiet();
    const targetPeakBytes = order.pid === null ? Number.NaN : memory(order.pid).peakBytes;
    return { ...result, targetCpuUs: read() - before.target, driverCpuUs, targetPeakBytes, wasQuiet };
  } finally {
    load.close();
  }
}

/** A stream is whole only when every chunk came; the leanest way to write one is longer than this. */
function minBodyBytes({ stream, minBodyBytes: atLeast }: BenchCase, chunks: number): number {
  return stream ? Math.max(atLeast, chunks * 80) : atLeast;
}

if (import.meta.main) {
  const reply = (message: DriverReply) => process.send?.(message);
  const upstream = await startUpstream();
  // The bench is gone when the channel closes, whatever became of it.
  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ id, order }: DriverRequest) => {
    drive(order, upstream).then(
      (result) => reply({ id, result }),
      (error: unknown) => reply({ id, error: String(error) }),
    );
  });
  reply({ ready: true, upstreamPort: upstream.port });
}
