import { invalidField } from '../core/refusal.ts';
import { checkEntityName } from '../projects/index.ts';
import { createPoolService, type GroupServiceDeps, type PoolService } from './pool-service.ts';
import { deleteGroup, type GeneralGroupFields, insertGroup, selectGroups, updateGroup } from './store.ts';

/** What is done with general groups. */
export type GroupService = PoolService<'grp', GeneralGroupFields>;

/** General groups: the pools of channels that keys reach. */
export function createGroupService(deps: GroupServiceDeps): GroupService {
  return createPoolService(deps, {
    prefix: 'grp',
    noun: 'group',
    check,
    selectAll: selectGroups,
    insert: insertGroup,
    update: updateGroup,
    remove: deleteGroup,
  });
}

function check(fields: GeneralGroupFields): GeneralGroupFields {
  if (fields.platforms.length === 0) {
    throw invalidField('platforms', 'must name at least one platform');
  }
  if (!Number.isSafeInteger(fields.multiplierPpm) || fields.multiplierPpm < 0) {
    throw invalidField('multiplier', 'must be a decimal from zero');
  }
  return {
    ...fields,
    visibleTo: fields.visibleTo ?? null,
    retry: fields.retry ?? null,
    name: checkEntityName(fields.name),
    platforms: [...new Set(fields.platforms)],
  };
}
