import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { RequestRecord } from '../billing/index.ts';
import { USAGE_KINDS } from '../canonical/usage.ts';

/** What is read when somebody asks for the metrics, instead of being counted all the time. */
export interface Gauges {
  inFlight(): number;
  journalBacklog(): number;
  /** Wallets that do not agree with their ledger, by the last check; null before the first one. */
  brokenWallets(): number | null;
  /** When each job last went well, in epoch milliseconds. */
  jobsSucceededAtMs(): ReadonlyMap<string, number>;
}

/** The metrics of a process. */
export interface Metrics {
  /** Counts a request that is over. */
  record(record: RequestRecord, overheadMs: number): void;
  /** Counts a refusal that belongs to no key, and so to no record. */
  refuse(code: string): void;
  /** The text that a Prometheus server scrapes, and its content type. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const DURATION_BUCKETS_S = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
const OVERHEAD_BUCKETS_S = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25];

/** A registry of its own, so that two gateways in one process do not count into each other. */
export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'turnpike_' });
  const requests = new Counter({
    name: 'turnpike_requests_total',
    help: 'Requests that are over, by operation, state and status.',
    labelNames: ['operation', 'state', 'status'],
    registers,
  });
  const attempts = new Counter({
    name: 'turnpike_attempts_total',
    help: 'Attempts at upstreams, by status and error code.',
    labelNames: ['status', 'code'],
    registers,
  });
  const refusals = new Counter({
    name: 'turnpike_refusals_total',
    help: 'Requests refused before a key was known, by code.',
    labelNames: ['code'],
    registers,
  });
  const tokens = new Counter({
    name: 'turnpike_tokens_total',
    help: 'Tokens by kind.',
    labelNames: ['kind'],
    registers,
  });
  const charged = new Counter({ name: 'turnpike_charged_usd_total', help: 'US dollars charged.', registers });
  const duration = histogram('turnpike_request_duration_seconds', 'Whole requests.', DURATION_BUCKETS_S);
  const overhead = histogram('turnpike_overhead_seconds', 'Time inside the gateway.', OVERHEAD_BUCKETS_S);
  gauge('turnpike_requests_in_flight', 'Requests under way.', gauges.inFlight);
  gauge(
    'turnpike_journal_backlog',
    'Requests in the journal and not yet in the database.',
    gauges.journalBacklog,
  );

  new Gauge({
    name: 'turnpike_wallets_out_of_balance',
    help: 'Wallets where granted is not remaining + held + spent by the ledger; NaN before the first check.',
    registers,
    collect() {
      this.set(gauges.brokenWallets() ?? Number.NaN);
    },
  });
  new Gauge({
    name: 'turnpike_job_last_success_timestamp_seconds',
    help: 'When each job last went well in this process.',
    labelNames: ['job'],
    registers,
    collect() {
      for (const [job, atMs] of gauges.jobsSucceededAtMs()) {
        this.set({ job }, atMs / 1_000);
      }
    },
  });

  function histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name, help, buckets, registers });
  }
  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }

  /**
   * Children by their labels, in order and with spaces between, because finding one by an object of labels
   * costs a microsecond each time.
   */
  const children = new Map<string, Counter.Internal>();
  function child(counter: Counter<string>, labels: string): Counter.Internal {
    let found = children.get(labels);
    if (found === undefined) {
      found = counter.labels(...labels.split(' '));
      children.set(labels, found);
    }
    return found;
  }
  const tokensOf = USAGE_KINDS.map((kind) => [kind, tokens.labels(kind)] as const);

  return {
    record(record, overheadMs) {
      child(requests, `${record.operation} ${record.state} ${record.status}`).inc();
      for (const { status, errorCode } of record.attempts) {
        child(attempts, `${status} ${errorCode ?? 'none'}`).inc();
      }
      duration.observe(record.totalMs / 1_000);
      overhead.observe(overheadMs / 1_000);
      for (const [kind, child] of tokensOf) {
        if (record.usage[kind] > 0) {
          child.inc(record.usage[kind]);
        }
      }
      charged.inc(record.chargeNano / 1e9);
    },
    refuse(code) {
      child(refusals, code).inc();
    },
    async render() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}
