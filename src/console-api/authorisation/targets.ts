import type { IdPrefix } from '../../core/ids.ts';
import { Refusal } from '../../core/refusal.ts';
import { presentChannel, readGroups } from '../channels/present-channel.ts';
import { presentBatch, presentCode } from '../codes/present-code.ts';
import type { Target } from '../context.ts';
import type { TargetKind } from '../contract/route-rule.ts';
import type { ManagementDeps } from '../deps.ts';
import { presentGroup } from '../groups/present-group.ts';
import { presentImageBatchGroup } from '../image-batch-groups/present-image-batch-group.ts';
import { presentInvitation } from '../invitations/present-invitation.ts';
import { presentKey } from '../keys/present-key.ts';
import { presentManagementKey } from '../management-keys/present-management-key.ts';
import { presentMediaFile } from '../media/present-media-file.ts';
import { presentMember } from '../members/present-member.ts';
import { presentModel } from '../models/present-model.ts';
import { presentOrganization } from '../organizations/present-organization.ts';
import { pathId } from '../path-ids.ts';
import { presentPayment } from '../payments/present-payment.ts';
import { presentPrices } from '../prices/present-price.ts';
import { presentProject } from '../projects/present-project.ts';
import { presentProviderKey } from '../provider-keys/present-provider-key.ts';
import { presentRequest } from '../requests/present-request.ts';
import { presentTask } from '../tasks/present-task.ts';
import { presentWallet } from '../wallet/present-wallet.ts';
import { presentDelivery, presentEndpoint } from '../webhooks/present-webhook.ts';

/** Finds what a path names. @throws {Refusal} `not_found`. */
export type FindTarget = (text: string) => Promise<Target>;

/** For each kind of thing: whose one is, and how it is shown. */
export type Targets = Readonly<Record<TargetKind, FindTarget>>;

/** Everything that routes are about. */
export function createTargets(deps: ManagementDeps): Targets {
  return { ...accountTargets(deps), ...operatorTargets(deps) };
}

function accountTargets(deps: ManagementDeps) {
  return {
    key: finder('key', async (id) => {
      const key = await deps.keys.get(id);
      return { ...key, ownerId: key.createdBy, shown: presentKey(key, deps.clock.nowMs()) };
    }),
    project: finder('proj', async (id) =>
      shownBy(await deps.projects.get(id), (found) => presentProject(found)),
    ),
    organization: finder('org', async (id) => ({
      organizationId: id,
      shown: presentOrganization(await deps.organizations.get(id)),
    })),
    member: finder('mem', async (id) => {
      const member = await deps.members.get(id);
      return { ...shownBy(member, (found) => presentMember(found)), ownerId: member.userId };
    }),
    invitation: finder('inv', async (id) =>
      shownBy(await deps.invitations.get(id), (found) => presentInvitation(found, deps.clock.nowMs())),
    ),
    management_key: finder('mk', async (id) =>
      shownBy(await deps.managementKeys.get(id), (found) => presentManagementKey(found, deps.clock.nowMs())),
    ),
    provider_key: finder('pk', async (id) =>
      shownBy(await deps.providerKeys.get(id), (found) => presentProviderKey(found)),
    ),
    wallet: finder('org', async (id) => ({
      organizationId: id,
      shown: presentWallet(await deps.wallets.read(id)),
    })),
    payment: finder('pay', async (id) => shownBy(await deps.payments.get(id), presentPayment)),
    request: finder('req', async (id) => {
      const found = await deps.requestLog.get(id);
      if (found === null) {
        throw new Refusal('not_found', { message: 'There is no request with this id' });
      }
      return shownBy(found, presentRequest);
    }),
    media_file: finder('file', async (id) => {
      const file = await deps.media.find(id);
      const task = file === null ? null : await deps.tasks.find(file.taskId);
      if (file === null || task === null) {
        throw new Refusal('not_found', { message: `there is no media file ${id}` });
      }
      const { createdBy } = await deps.keys.get(task.keyId);
      return { organizationId: file.organizationId, ownerId: createdBy, shown: presentMediaFile(file) };
    }),
    webhook_endpoint: finder('whk', async (id) =>
      shownBy(await deps.webhookEndpoints.get(id), (found) => presentEndpoint(found)),
    ),
    webhook_delivery: finder('whd', async (id) =>
      shownBy(await deps.webhookDeliveries.get(id), presentDelivery),
    ),
    task: finder('task', async (id) => {
      const task = await deps.tasks.find(id);
      if (task === null) {
        throw new Refusal('task_not_found');
      }
      const { createdBy } = await deps.keys.get(task.keyId);
      const shown = presentTask(task, deps.taskPresent);
      return { organizationId: task.organizationId, ownerId: createdBy, shown };
    }),
  };
}

/** The health of a channel changes by itself and is no part of what somebody changed. */
const UNSEEN = { view: () => [] };

function operatorTargets(deps: ManagementDeps) {
  return {
    group: finder('grp', async (id) => ofDeployment(presentGroup(await deps.groups.get(id)))),
    image_batch_group: finder('ibg', async (id) =>
      ofDeployment(presentImageBatchGroup(await deps.imageBatchGroups.get(id))),
    ),
    channel: finder('chan', async (id) =>
      ofDeployment(presentChannel(await deps.channels.get(id), await readGroups(deps), UNSEEN)),
    ),
    code: finder('code', async (id) => ofDeployment(presentCode(await deps.codes.get(id)))),
    code_batch: finder('bat', async (id) => ofDeployment(presentBatch(await deps.codes.getBatch(id)))),
    price: finder('price', async (id) => {
      await deps.priceOverrides.get(id);
      const shown = presentPrices(await deps.priceOverrides.list(), deps.clock.nowMs());
      return ofDeployment(shown.find((price) => price.id === id) ?? null);
    }),
    // A price is named before it is set, so that nothing is refused here.
    model: async (name: string) => ({ id: name, ownerId: null, ...(await findModel(deps, name)) }),
  };
}

async function findModel({ models }: ManagementDeps, name: string) {
  const found = (await models.list()).find((model) => model.name === name.trim());
  return ofDeployment(found === undefined ? null : presentModel(found));
}

type Found = Pick<Target, 'organizationId' | 'shown'> & Partial<Pick<Target, 'ownerId'>>;

function finder<P extends IdPrefix>(prefix: P, find: (id: `${P}_${string}`) => Promise<Found>): FindTarget {
  return async (text) => {
    const id = pathId(prefix, text);
    const { organizationId, ownerId = null, shown } = await find(id);
    return { id, organizationId, ownerId, shown };
  };
}

function shownBy<T extends { readonly organizationId: Target['organizationId'] }>(
  found: T,
  present: (found: T) => Target['shown'],
) {
  return { organizationId: found.organizationId, shown: present(found) };
}

function ofDeployment(shown: Target['shown']) {
  return { organizationId: null, shown };
}
