import type { Audit } from '../audit/index.ts';
import type { Wallets } from '../billing/index.ts';
import type { ModelService } from '../catalog/index.ts';
import type { ChannelService } from '../channels/index.ts';
import type { Clock } from '../core/clock.ts';
import type { Ids } from '../core/ids.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretBox } from '../core/secret-box.ts';
import type { Database } from '../db/index.ts';
import type { GroupService, ImageBatchGroupService } from '../groups/index.ts';
import type { KeyService } from '../keys/index.ts';
import type { OrganizationService } from '../organizations/index.ts';
import type { ProjectService } from '../projects/index.ts';
import type { RequestLog, UsageReports } from '../usage/index.ts';

/** One thing that the application of a configuration file did. */
export interface AppliedChange {
  readonly change: 'created' | 'updated' | 'deleted' | 'unchanged';
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly string[];
}

/** Everything the management API works with. */
export interface ManagementDeps {
  /** Who presents one of these may do everything. */
  readonly managementKeys: readonly Secret[];
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly box: SecretBox;
  readonly organizations: OrganizationService;
  readonly projects: ProjectService;
  readonly groups: GroupService;
  readonly imageBatchGroups: ImageBatchGroupService;
  readonly channels: ChannelService;
  readonly models: ModelService;
  readonly keys: KeyService;
  readonly audit: Audit;
  readonly wallets: Wallets;
  readonly requestLog: RequestLog;
  readonly usageReports: UsageReports;
  /** Reconciles with the text of a configuration file. @throws {ConfigFileError} with every problem. */
  readonly apply: (text: string) => Promise<readonly AppliedChange[]>;
  /** The configuration as YAML, without secrets. */
  readonly exportConfig: () => Promise<string>;
  /** Told of errors that are faults of the gateway, with the id the caller was given. */
  readonly onFailure: (error: unknown, requestId: string) => void;
}
