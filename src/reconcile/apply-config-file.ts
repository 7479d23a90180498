import type { ConfigFile } from '../config/index.ts';
import { type Change, prune } from './change.ts';
import { checkReferences } from './names.ts';
import { reconcileChannels } from './reconcile-channels.ts';
import { reconcileGroups, reconcileImageBatchGroups } from './reconcile-groups.ts';
import { reconcileKeys } from './reconcile-keys.ts';
import { reconcileModels } from './reconcile-models.ts';
import { reconcileProjects } from './reconcile-projects.ts';
import type { ReconcileServices } from './services.ts';

/**
 * Makes everything the file speaks of look like it, by name, and says what changed. Applying the same
 * file again changes nothing. With `prune: true` what a section of the file does not name is deleted,
 * but never an API key, which could not come back, and never the Default project.
 * @throws {ConfigFileError} before anything is written, when a name leads nowhere.
 * @throws {Refusal} when a service refuses an entry; what was applied until then stays.
 */
export async function applyConfigFile(file: ConfigFile, services: ReconcileServices): Promise<Change[]> {
  await checkReferences(file, services);
  const changes = [
    ...(await reconcileGroups(file, services)),
    ...(await reconcileImageBatchGroups(file, services)),
    ...(await reconcileModels(file, services)),
    ...(await reconcileChannels(file, services)),
    ...(await reconcileProjects(file, services)),
    ...(await reconcileKeys(file, services)),
  ];
  return file.prune ? [...changes, ...(await pruneAll(file, services))] : changes;
}

/** In the order in which nothing that is deleted is still needed by what comes later. */
async function pruneAll(file: ConfigFile, services: ReconcileServices): Promise<Change[]> {
  const { channels, models, projects, imageBatchGroups, groups, organizations } = services;
  const { organizationId, projectId } = await organizations.ensureDefault();
  const removable = (await projects.list(organizationId)).filter(({ id }) => id !== projectId);
  return [
    ...(await prune('channel', file.channels, await channels.list(), ({ id }) => channels.remove(id))),
    ...(await prune('model', file.models, await models.list(), ({ name }) => models.remove(name))),
    ...(await prune('project', file.projects, removable, ({ id }) => projects.remove(id))),
    ...(await prune('image_batch_group', file.image_batch_groups, await imageBatchGroups.list(), ({ id }) =>
      imageBatchGroups.remove(id),
    )),
    ...(await prune('group', file.groups, await groups.list(), ({ id }) => groups.remove(id))),
  ];
}
