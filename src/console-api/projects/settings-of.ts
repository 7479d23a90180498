import type { z } from '@hono/zod-openapi';
import type { Id } from '../../core/ids.ts';
import { invalidField } from '../../core/refusal.ts';
import { isVisibleTo } from '../../groups/index.ts';
import type { ProjectPatch } from '../contract/projects.ts';
import type { ManagementDeps } from '../deps.ts';
import { givenFields } from '../given-fields.ts';

/**
 * The settings that a body gives a project of an organization.
 * @throws {Refusal} `invalid_request` for a group that does not exist for the organization.
 */
export async function settingsOf(
  deps: Pick<ManagementDeps, 'groups'>,
  organizationId: Id<'org'>,
  input: z.infer<typeof ProjectPatch>,
) {
  return givenFields({
    name: input.name,
    mode: input.mode,
    errorFormat: input.error_format,
    iamRules: input.iam_rules,
    ipAllow: input.ip_allow,
    ipDeny: input.ip_deny,
    monthlyBudgetNano: input.monthly_budget,
    hashOnly: input.hash_only,
    mediaRetentionDays: input.media_retention_days,
    defaultGroupId: await defaultGroupOf(deps, organizationId, input),
  });
}

async function defaultGroupOf(
  { groups }: Pick<ManagementDeps, 'groups'>,
  organizationId: Id<'org'>,
  { default_group: name, default_group_id: id }: z.infer<typeof ProjectPatch>,
): Promise<Id<'grp'> | null | undefined> {
  if (name === undefined && id == null) {
    return id;
  }
  if (name !== undefined && id != null) {
    throw invalidField('default_group', 'send default_group or default_group_id, not both');
  }
  const visible = (await groups.list()).filter((group) => isVisibleTo(group, organizationId));
  const found = visible.find((group) => (name === undefined ? group.id === id : group.name === name));
  if (found === undefined) {
    throw invalidField(name === undefined ? 'default_group_id' : 'default_group', 'there is no such group');
  }
  return found.id;
}
