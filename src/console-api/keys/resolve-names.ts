import type { Id } from '../../core/ids.ts';
import { invalidField } from '../../core/refusal.ts';
import { isVisibleTo } from '../../groups/index.ts';
import { type KeyBinding, NO_IMAGE_BATCH_GROUP } from '../../keys/index.ts';
import type { Project } from '../../projects/index.ts';
import type { ManagementDeps } from '../deps.ts';

/** How a body names what a key is bound to: by id or by name. */
export interface BindingInput {
  readonly group?: string | undefined;
  readonly group_id?: Id<'grp'> | null | undefined;
  readonly image_batch_group?: string | undefined;
  readonly image_batch_group_id?: Id<'ibg'> | null | undefined;
}

/**
 * The ids a body means; null for what it does not name. A group that the organization may not see is to
 * it as one that does not exist.
 * @throws {Refusal} `invalid_request` for a name that nothing has, or a name beside an id.
 */
export async function resolveBinding(
  deps: Pick<ManagementDeps, 'groups' | 'imageBatchGroups'>,
  organizationId: Id<'org'>,
  input: BindingInput,
): Promise<KeyBinding> {
  checkNotBoth('group', input.group, input.group_id);
  checkNotBoth('image_batch_group', input.image_batch_group, input.image_batch_group_id);
  const { group, image_batch_group: imageBatchGroup } = input;
  return {
    groupId: group === undefined ? (input.group_id ?? null) : await findGroup(deps, organizationId, group),
    imageBatchGroupId:
      imageBatchGroup === undefined
        ? (input.image_batch_group_id ?? null)
        : await findImageBatchGroup(deps, organizationId, imageBatchGroup),
  };
}

async function findGroup(
  { groups }: Pick<ManagementDeps, 'groups'>,
  organizationId: Id<'org'>,
  name: string,
): Promise<Id<'grp'>> {
  const found = await groups.findByName(name);
  if (found === undefined || !isVisibleTo(found, organizationId)) {
    throw invalidField('group', 'there is no such group');
  }
  return found.id;
}

async function findImageBatchGroup(
  { imageBatchGroups }: Pick<ManagementDeps, 'imageBatchGroups'>,
  organizationId: Id<'org'>,
  name: string,
): Promise<Id<'ibg'>> {
  const seen = (await imageBatchGroups.list()).filter((group) => isVisibleTo(group, organizationId));
  const found = seen.find((group) => group.name === name);
  if (found === undefined) {
    const problem = seen.length === 0 ? NO_IMAGE_BATCH_GROUP : 'there is no such image batch group';
    throw invalidField('image_batch_group', problem);
  }
  return found.id;
}

/**
 * The project a body means; the organization's default one when it names none.
 * @throws {Refusal} `invalid_request` for one that the organization does not have, or a name beside an id.
 */
export async function resolveProject(
  { organizations, projects }: Pick<ManagementDeps, 'organizations' | 'projects'>,
  organizationId: Id<'org'>,
  input: { readonly project?: string | undefined; readonly project_id?: Id<'proj'> | undefined },
): Promise<Project> {
  checkNotBoth('project', input.project, input.project_id);
  if (input.project === undefined && input.project_id === undefined) {
    return projects.get(await organizations.defaultProject(organizationId));
  }
  const found = (await projects.list(organizationId)).find(
    ({ id, name }) => id === input.project_id || name === input.project,
  );
  if (found === undefined) {
    throw invalidField(input.project === undefined ? 'project_id' : 'project', 'there is no such project');
  }
  return found;
}

function checkNotBoth(field: string, name: string | undefined, id: string | null | undefined): void {
  if (name !== undefined && id != null) {
    throw invalidField(field, `send ${field} or ${field}_id, not both`);
  }
}
