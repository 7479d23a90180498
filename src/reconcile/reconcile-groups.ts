import type { ConfigFile } from '../config/index.ts';
import { type Change, changedFields, reconcile } from './change.ts';
import type { ReconcileServices } from './services.ts';

/** General groups, by name. */
export async function reconcileGroups(file: ConfigFile, { groups }: ReconcileServices): Promise<Change[]> {
  const existing = await groups.list();
  return reconcile({
    kind: 'group',
    wanted: file.groups?.map((group) => ({
      name: group.name,
      platforms: group.platforms,
      multiplierPpm: group.multiplier,
      translate: group.translate,
    })),
    find: ({ name }) => existing.find((group) => group.name === name),
    differences: (wanted, group) =>
      changedFields({
        platforms: [[...wanted.platforms].sort(), [...group.platforms].sort()],
        multiplier: [wanted.multiplierPpm, group.multiplierPpm],
        translate: [wanted.translate, group.translate],
      }),
    create: (wanted) => groups.create(wanted),
    update: (wanted, { id }) => groups.update(id, wanted),
  });
}

/** Image batch groups, by name. */
export async function reconcileImageBatchGroups(
  file: ConfigFile,
  { imageBatchGroups }: ReconcileServices,
): Promise<Change[]> {
  const existing = await imageBatchGroups.list();
  return reconcile({
    kind: 'image_batch_group',
    wanted: file.image_batch_groups?.map((group) => ({
      name: group.name,
      models: group.models,
      concurrency: group.concurrency,
      queueLimit: group.queue_limit,
      prices: group.prices,
    })),
    find: ({ name }) => existing.find((group) => group.name === name),
    differences: (wanted, group) =>
      changedFields({
        models: [wanted.models, group.models],
        concurrency: [wanted.concurrency, group.concurrency],
        queue_limit: [wanted.queueLimit, group.queueLimit],
        prices: [wanted.prices, group.prices],
      }),
    create: (wanted) => imageBatchGroups.create(wanted),
    update: (wanted, { id }) => imageBatchGroups.update(id, wanted),
  });
}
