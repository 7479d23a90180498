import type { Id } from '../../core/ids.ts';
import { invalidField } from '../../core/refusal.ts';
import type { ManagementDeps } from '../deps.ts';

/** How a body names what a key is bound to: by id or by name. */
export interface BindingInput {
  readonly group?: string | undefined;
  readonly group_id?: Id<'grp'> | null | undefined;
  readonly image_batch_group?: string | undefined;
  readonly image_batch_group_id?: Id<'ibg'> | null | undefined;
}

/**
 * The ids a body means; null for what it does not name.
 * @throws {Refusal} `invalid_request` for a name that nothing has, or a name beside an id.
 */
export async function resolveBinding(
  deps: Pick<ManagementDeps, 'groups' | 'imageBatchGroups'>,
  input: BindingInput,
): Promise<{ groupId: Id<'grp'> | null; imageBatchGroupId: Id<'ibg'> | null }> {
  return {
    groupId: await resolve('group', input.group, input.group_id, deps.groups.findByName),
    imageBatchGroupId: await resolve(
      'image_batch_group',
      input.image_batch_group,
      input.image_batch_group_id,
      deps.imageBatchGroups.findByName,
    ),
  };
}

/**
 * The project a body means; the project Default when it names none.
 * @throws {Refusal} `invalid_request` for a name that nothing has, or a name beside an id.
 */
export async function resolveProject(
  deps: Pick<ManagementDeps, 'organizations' | 'projects'>,
  input: { readonly project?: string | undefined; readonly project_id?: Id<'proj'> | undefined },
): Promise<Id<'proj'>> {
  const { organizationId, projectId } = await deps.organizations.ensureDefault();
  const named = await resolve('project', input.project, input.project_id, (name) =>
    deps.projects.findByName(organizationId, name),
  );
  return named ?? projectId;
}

async function resolve<I extends string>(
  field: string,
  name: string | undefined,
  id: I | null | undefined,
  findByName: (name: string) => Promise<{ readonly id: I } | undefined>,
): Promise<I | null> {
  if (name === undefined) {
    return id ?? null;
  }
  if (id != null) {
    throw invalidField(field, `send ${field} or ${field}_id, not both`);
  }
  const found = await findByName(name);
  if (found === undefined) {
    throw invalidField(field, 'nothing has this name');
  }
  return found.id;
}
