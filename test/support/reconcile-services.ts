import { createWallets } from '../../src/billing/index.ts';
import { createModelService } from '../../src/catalog/index.ts';
import { createChannelService } from '../../src/channels/index.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createIds } from '../../src/core/ids.ts';
import { Secret } from '../../src/core/secret.ts';
import { createSecretBox } from '../../src/core/secret-box.ts';
import type { Database } from '../../src/db/index.ts';
import { createGroupService, createImageBatchGroupService } from '../../src/groups/index.ts';
import { createKeyService } from '../../src/keys/index.ts';
import { createMemoryAdmissions } from '../../src/limits/index.ts';
import { createOrganizationService } from '../../src/organizations/index.ts';
import { createProjectService } from '../../src/projects/index.ts';
import { findProvider } from '../../src/providers/index.ts';
import type { ReconcileServices } from '../../src/reconcile/index.ts';

/** Every service a configuration file can speak of, over one database, without a gateway around them. */
export function createReconcileServices(database: Database): ReconcileServices {
  const clock = systemClock;
  const ids = createIds(clock);
  const box = createSecretBox(new Secret('0123456789abcdef0123456789abcdef'));
  const onChange = async (): Promise<void> => {};
  const shared = { database, clock, ids, onChange };
  return {
    organizations: createOrganizationService(shared),
    projects: createProjectService({ ...shared, box }),
    groups: createGroupService(shared),
    imageBatchGroups: createImageBatchGroupService(shared),
    channels: createChannelService({ ...shared, box, findProvider }),
    models: createModelService(shared),
    keys: createKeyService({ ...shared, box }),
    wallets: createWallets({ database, clock, ids, admissions: createMemoryAdmissions({ clock }) }),
  };
}
