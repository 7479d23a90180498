import type { ConfigFile } from '../config/index.ts';
import { invalidField } from '../core/refusal.ts';
import type { Secret } from '../core/secret.ts';
import type { ApiKey } from '../keys/index.ts';
import { type Change, changedFields, reconcile } from './change.ts';
import { idsOf } from './names.ts';
import type { ReconcileServices } from './services.ts';

type WantedKey = NonNullable<ConfigFile['keys']>[number];

/** Keys, by name within their project. What the file does not say of an existing key stays. */
export async function reconcileKeys(file: ConfigFile, services: ReconcileServices): Promise<Change[]> {
  const { keys } = services;
  const { organizationId } = await services.organizations.ensureDefault();
  const projects = await services.projects.list(organizationId);
  const groups = await services.groups.list();
  const imageBatchGroups = await services.imageBatchGroups.list();
  const changes: Change[] = [];
  for (const wanted of file.keys ?? []) {
    const [projectId] = idsOf([wanted.project], projects);
    if (projectId === undefined) {
      continue;
    }
    const groupId = idsOf(wanted.group === undefined ? [] : [wanted.group], groups)[0] ?? null;
    const imageBatchGroupId =
      idsOf(wanted.image_batch_group === undefined ? [] : [wanted.image_batch_group], imageBatchGroups)[0] ??
      null;
    const existing = await keys.findByName(projectId, wanted.name);
    const stated = statedFields(wanted);
    const target = groupId === null ? { imageBatchGroupId: imageBatchGroupId ?? undefined } : { groupId };
    const made = await reconcile<WantedKey, ApiKey>({
      kind: 'key',
      wanted: [wanted],
      find: () => existing ?? undefined,
      async differences(_, key) {
        await checkSameValue(services, key, wanted.value);
        return keyDifferences(wanted, key, groupId ?? imageBatchGroupId);
      },
      async create() {
        const { status, ...fields } = stated;
        const created = await keys.create({
          ...fields,
          projectId,
          name: wanted.name,
          groupId,
          imageBatchGroupId,
          value: wanted.value,
        });
        if (status === 'inactive') {
          await keys.update(created.key.id, { status });
        }
      },
      update: (_, key) => keys.update(key.id, { ...stated, ...target }),
    });
    changes.push(...made);
  }
  return changes;
}

function statedFields(wanted: WantedKey) {
  return {
    status: wanted.status,
    quotaNano: wanted.quota,
    expiresAtMs: wanted.expires_at,
    models: wanted.models,
    tags: wanted.tags,
  };
}

function keyDifferences(wanted: WantedKey, key: ApiKey, boundTo: string | null): string[] {
  const { status, quotaNano, expiresAtMs, models, tags } = statedFields(wanted);
  return changedFields({
    [wanted.group === undefined ? 'image_batch_group' : 'group']: [
      boundTo,
      key.groupId ?? key.imageBatchGroupId,
    ],
    ...(status === undefined ? {} : { status: [status, key.status] }),
    ...(quotaNano === undefined ? {} : { quota: [quotaNano, key.quotaNano] }),
    ...(expiresAtMs === undefined ? {} : { expires_at: [expiresAtMs, key.expiresAtMs] }),
    ...(models === undefined ? {} : { models: [models, key.models] }),
    ...(tags === undefined ? {} : { tags: [tags, key.tags] }),
  });
}

/** The string of a key never changes, so a file that asks for another one must not seem to succeed. */
async function checkSameValue(
  services: ReconcileServices,
  key: ApiKey,
  value: Secret | undefined,
): Promise<void> {
  if (value === undefined) {
    return;
  }
  const existing = await services.keys.reveal(key.id);
  if (existing.reveal() !== value.reveal()) {
    throw invalidField(
      'keys',
      `the key "${key.name}" exists with another value; delete it, or leave out value`,
    );
  }
}
