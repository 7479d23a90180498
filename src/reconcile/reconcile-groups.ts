import type { ConfigFile } from '../config/index.ts';
import type { Id } from '../core/ids.ts';
import type { Organization } from '../organizations/index.ts';
import { type Change, changedFields, reconcile } from './change.ts';
import { organizationsNamed } from './names.ts';
import type { ReconcileServices } from './services.ts';

/** General groups, by name. */
export async function reconcileGroups(
  file: ConfigFile,
  { groups, organizations }: ReconcileServices,
): Promise<Change[]> {
  const existing = await groups.list();
  const known = await organizations.list();
  return reconcile({
    kind: 'group',
    wanted: file.groups?.map((group) => ({
      name: group.name,
      platforms: group.platforms,
      multiplierPpm: group.multiplier,
      translate: group.translate,
      retry: group.retry ?? null,
      ...visibilityOf(group.visible_to, known),
    })),
    find: ({ name }) => existing.find((group) => group.name === name),
    differences: (wanted, group) =>
      changedFields({
        platforms: [[...wanted.platforms].sort(), [...group.platforms].sort()],
        multiplier: [wanted.multiplierPpm, group.multiplierPpm],
        translate: [wanted.translate, group.translate],
        retry: [wanted.retry, group.retry ?? null],
        ...(wanted.visibleTo === undefined ? {} : { visible_to: [wanted.visibleTo, group.visibleTo] }),
      }),
    create: (wanted) => groups.create(wanted),
    update: (wanted, { id }) => groups.update(id, wanted),
  });
}

/** Image batch groups, by name. */
export async function reconcileImageBatchGroups(
  file: ConfigFile,
  { imageBatchGroups, organizations }: ReconcileServices,
): Promise<Change[]> {
  const existing = await imageBatchGroups.list();
  const known = await organizations.list();
  return reconcile({
    kind: 'image_batch_group',
    wanted: file.image_batch_groups?.map((group) => ({
      name: group.name,
      models: group.models,
      concurrency: group.concurrency,
      queueLimit: group.queue_limit,
      prices: group.prices,
      ...visibilityOf(group.visible_to, known),
    })),
    find: ({ name }) => existing.find((group) => group.name === name),
    differences: (wanted, group) =>
      changedFields({
        models: [wanted.models, group.models],
        concurrency: [wanted.concurrency, group.concurrency],
        queue_limit: [wanted.queueLimit, group.queueLimit],
        prices: [wanted.prices, group.prices],
        ...(wanted.visibleTo === undefined ? {} : { visible_to: [wanted.visibleTo, group.visibleTo] }),
      }),
    create: (wanted) => imageBatchGroups.create(wanted),
    update: (wanted, { id }) => imageBatchGroups.update(id, wanted),
  });
}

/** Who may see a group; nothing where the file does not say, so that what the console set stays. */
function visibilityOf(
  names: readonly string[] | null | undefined,
  organizations: readonly Organization[],
): { visibleTo?: readonly Id<'org'>[] | null } {
  if (names === undefined) {
    return {};
  }
  return {
    visibleTo:
      names === null
        ? null
        : names.flatMap((named) => organizationsNamed(named, organizations).map(({ id }) => id)),
  };
}
