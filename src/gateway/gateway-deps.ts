import type { Journal } from '../billing/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { ErrorFormat, KeyAccessFinder } from '../keys/index.ts';
import type { Admissions } from '../limits/index.ts';
import type { Snapshots } from '../routing/index.ts';
import type { Logger, Metrics } from '../telemetry/index.ts';
import type { Upstreams } from '../upstream/index.ts';
import type { UsageReports } from '../usage/index.ts';
import type { ClientAddress } from './client-address.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { AttemptTimeouts } from './steps/prepare-request.ts';

/** Everything the data plane works with. */
export interface GatewayDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keyAccess: KeyAccessFinder;
  readonly snapshots: Snapshots;
  readonly admissions: Admissions;
  readonly journal: Journal;
  readonly upstreams: Upstreams;
  readonly usageReports: UsageReports;
  readonly heartbeats: Heartbeats;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Tells where a request comes from. */
  readonly clientAddress: ClientAddress;
  /** How refusals look in this deployment unless a project says otherwise. */
  readonly errorFormat: ErrorFormat;
  /** How long an upstream may take. */
  readonly timeouts: AttemptTimeouts;
  /** How long a request may wait for its turn. */
  readonly turnTimeoutMs: number;
  /** A number from 0 to 1, exclusive; draws among channels of one priority by weight. */
  readonly random: () => number;
}
