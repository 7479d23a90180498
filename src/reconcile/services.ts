import type { Wallets } from '../billing/index.ts';
import type { ModelService } from '../catalog/index.ts';
import type { ChannelService } from '../channels/index.ts';
import type { GroupService, ImageBatchGroupService } from '../groups/index.ts';
import type { KeyService } from '../keys/index.ts';
import type { OrganizationService } from '../organizations/index.ts';
import type { ProjectService } from '../projects/index.ts';

/** Everything a configuration file can speak of. */
export interface ReconcileServices {
  readonly organizations: OrganizationService;
  readonly projects: ProjectService;
  readonly groups: GroupService;
  readonly imageBatchGroups: ImageBatchGroupService;
  readonly channels: ChannelService;
  readonly models: ModelService;
  readonly keys: KeyService;
  readonly wallets: Wallets;
}
