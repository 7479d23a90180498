import type { Id } from '../core/ids.ts';

/** Whether an organization may see a group and bind keys to it; null is the operator, who sees every one. */
export function isVisibleTo(
  group: { readonly visibleTo?: readonly Id<'org'>[] | null },
  organizationId: Id<'org'> | null,
): boolean {
  return group.visibleTo == null || organizationId === null || group.visibleTo.includes(organizationId);
}
