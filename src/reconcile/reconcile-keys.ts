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
      update: (_, key) => keys.update(key.id, { ...appliedTo(key, stated), ...target }),
    });
    changes.push(...made);
  }
  return changes;
}

function statedFields(wanted: WantedKey) {
  const { queue_limit: queueLimit, ...limits } = wanted.limits ?? {};
  return {
    status: wanted.status,
    quotaNano: wanted.quota,
    expiresAtMs: wanted.expires_at,
    limits: { ...limits, queueLimit },
    spendWindowsNano: wanted.spend_windows,
    models: wanted.models,
    ipAllow: wanted.ip_allow,
    ipDeny: wanted.ip_deny,
    iamRules: wanted.iam_rules,
    defaultModel: wanted.default_model,
    tags: wanted.tags,
  };
}

/**
 * What the file says of a key that exists. An expiry that stands already is not set again, since it may be
 * past by now; and a key that was reported as leaked stays disabled until somebody rotates it.
 */
function appliedTo(key: ApiKey, stated: ReturnType<typeof statedFields>) {
  return {
    ...stated,
    expiresAtMs: stated.expiresAtMs === key.expiresAtMs ? undefined : stated.expiresAtMs,
    status: key.leakedAtMs === null ? stated.status : undefined,
  };
}

function keyDifferences(wanted: WantedKey, key: ApiKey, boundTo: string | null): string[] {
  const stated = appliedTo(key, statedFields(wanted));
  const pairs: Record<string, readonly [unknown, unknown]> = {
    status: [stated.status, key.status],
    quota: [stated.quotaNano, key.quotaNano],
    expires_at: [stated.expiresAtMs, key.expiresAtMs],
    limits: [withStated(key.limits, stated.limits), key.limits],
    spend_windows: [withStated(key.spendWindowsNano, stated.spendWindowsNano), key.spendWindowsNano],
    models: [stated.models, key.models],
    ip_allow: [stated.ipAllow, key.ipAllow],
    ip_deny: [stated.ipDeny, key.ipDeny],
    iam_rules: [stated.iamRules, key.iamRules],
    default_model: [stated.defaultModel, key.defaultModel],
    tags: [stated.tags, key.tags],
  };
  return changedFields({
    [wanted.group === undefined ? 'image_batch_group' : 'group']: [
      boundTo,
      key.groupId ?? key.imageBatchGroupId,
    ],
    ...Object.fromEntries(Object.entries(pairs).filter(([, [stated]]) => stated !== undefined)),
  });
}

/** What exists, with the members that are stated in their place. */
function withStated<Fields extends object>(existing: Fields, stated: object | undefined): object {
  return {
    ...existing,
    ...Object.fromEntries(Object.entries(stated ?? {}).filter(([, value]) => value !== undefined)),
  };
}

/**
 * The string of a key changes by a rotation alone, so a file that asks for another one must not seem to
 * succeed. A string that the key was rotated from is fine: the file is older than the rotation.
 */
async function checkSameValue(
  services: ReconcileServices,
  key: ApiKey,
  value: Secret | undefined,
): Promise<void> {
  if (value === undefined) {
    return;
  }
  if (!(await services.keys.hasValue(key.id, value))) {
    throw invalidField(
      'keys',
      `the key "${key.name}" exists with another value; delete it, or leave out value`,
    );
  }
}
