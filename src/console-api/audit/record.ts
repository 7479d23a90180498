import type { Id } from '../../core/ids.ts';
import type { ManagementContext } from '../context.ts';
import type { ManagementDeps } from '../deps.ts';

/** Writes down what was done, by whom and to what. `details` must hold no secret. */
export async function recordAudit(
  deps: Pick<ManagementDeps, 'audit'>,
  context: ManagementContext,
  action: string,
  targetId: string | null,
  details: Readonly<Record<string, unknown>>,
  of: { readonly organizationId: Id<'org'> | null } = { organizationId: null },
): Promise<void> {
  await deps.audit.record({
    actor: context.get('actor').name,
    action,
    targetId,
    organizationId: of.organizationId,
    details,
  });
}
