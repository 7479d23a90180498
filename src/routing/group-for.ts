import type { Id } from '../core/ids.ts';
import type { Group, Snapshot } from './snapshot.ts';

/** A group as an organization sees it: with the organization's own prices where it has some. */
export function groupFor(
  { groups, priced }: Snapshot,
  groupId: Id<'grp'>,
  organizationId: Id<'org'>,
): Group | undefined {
  const own = priced.size === 0 ? undefined : priced.get(organizationId);
  return own === undefined ? groups.get(groupId) : own(groupId);
}
