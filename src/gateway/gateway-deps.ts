import type { Journal } from '../billing/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { ErrorFormat, KeyAccessFinder } from '../keys/index.ts';
import type { Admissions } from '../limits/index.ts';
import type { MediaFiles, MediaLinks } from '../media/index.ts';
import type { StoredResponses } from '../responses/index.ts';
import type { Affinity, Road, Snapshots } from '../routing/index.ts';
import type { Logger, Metrics, Traces } from '../telemetry/index.ts';
import type { CredentialHeaders, Upstreams } from '../upstream/index.ts';
import type { UsageReports } from '../usage/index.ts';
import type { ClientAddress } from './client-address.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { BackgroundRuns } from './responses/background-runs.ts';
import type { AttemptTimeouts } from './steps/prepare-request.ts';
import type { TaskPlane } from './tasks/task-deps.ts';

/** Everything the data plane works with. */
export interface GatewayDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keyAccess: KeyAccessFinder;
  readonly snapshots: Snapshots;
  readonly road: Road;
  readonly affinity: Affinity;
  readonly admissions: Admissions;
  readonly journal: Journal;
  readonly upstreams: Upstreams;
  readonly credentialHeaders: CredentialHeaders;
  readonly usageReports: UsageReports;
  readonly storedResponses: StoredResponses;
  readonly media: MediaFiles;
  readonly mediaLinks: MediaLinks;
  readonly backgroundRuns: BackgroundRuns;
  /** Seals what clients carry around for the gateway. */
  readonly box: SecretBox;
  readonly taskPlane: TaskPlane;
  readonly heartbeats: Heartbeats;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Null where nobody collects them. */
  readonly traces: Traces | null;
  /** Tells where a request comes from. */
  readonly clientAddress: ClientAddress;
  /** How refusals look in this deployment unless a project says otherwise. */
  readonly errorFormat: ErrorFormat;
  /** How long an upstream may take. */
  readonly timeouts: AttemptTimeouts;
  /** How long a request may wait for its turn. */
  readonly turnTimeoutMs: number;
}
