import type { Id } from '../core/ids.ts';
import type { ManagementContext } from './context.ts';
import type { ManagementDeps } from './deps.ts';

/** The organization a request is about; that of the deployment when an operator names none. */
export async function organizationOf(
  { organizations }: Pick<ManagementDeps, 'organizations'>,
  context: ManagementContext,
): Promise<Id<'org'>> {
  return context.get('organizationId') ?? (await organizations.ensureDefault()).organizationId;
}
