import { Refusal } from '../../core/refusal.ts';
import { isVisibleTo } from '../../groups/index.ts';
import type { ManagementContext } from '../context.ts';

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
