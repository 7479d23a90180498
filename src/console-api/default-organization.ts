import type { Id } from '../core/ids.ts';
import type { ManagementDeps } from './deps.ts';

/**
 * The organization a query means; the one called Default when it names none.
 * @throws {Refusal} `not_found` when it does not exist.
 */
export async function organizationOf(
  deps: Pick<ManagementDeps, 'organizations'>,
  query: { readonly organization_id?: Id<'org'> | undefined },
): Promise<Id<'org'>> {
  if (query.organization_id === undefined) {
    return (await deps.organizations.ensureDefault()).organizationId;
  }
  return (await deps.organizations.get(query.organization_id)).id;
}
