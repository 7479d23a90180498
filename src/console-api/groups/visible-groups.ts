import type { Id } from '../../core/ids.ts';
import { invalidField, Refusal } from '../../core/refusal.ts';
import { isVisibleTo } from '../../groups/index.ts';
import type { ManagementContext } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';

type Visible = Parameters<typeof isVisibleTo>[0];

/** The groups that the organization of a request may see. */
export function visibleAmong<Group extends Visible>(
  groups: readonly Group[],
  context: ManagementContext,
): Group[] {
  return groups.filter((group) => isVisibleTo(group, context.get('organizationId')));
}

/** @throws {Refusal} `not_found` for a group that no organization of the caller may see. */
export function requireVisible(group: Visible, context: ManagementContext): void {
  const { organizationId, memberships } = context.get('actor');
  const own = [organizationId, ...memberships.map((membership) => membership.organizationId)];
  if (!own.some((id) => isVisibleTo(group, id))) {
    throw new Refusal('not_found');
  }
}

/** @throws {Refusal} `invalid_request` when a group is to be visible to an organization that there is not. */
export async function checkVisibleTo(
  { organizations }: Pick<ManagementDeps, 'organizations'>,
  visibleTo: readonly Id<'org'>[] | null | undefined,
): Promise<void> {
  if (visibleTo == null || visibleTo.length === 0) {
    return;
  }
  const known = new Set((await organizations.list()).map(({ id }) => id));
  const at = visibleTo.findIndex((id) => !known.has(id));
  if (at !== -1) {
    throw invalidField(`visible_to.${at}`, 'there is no such organization');
  }
}
