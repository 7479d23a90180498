import { parseUsd } from '../core/money.ts';
import { invalidField } from '../core/refusal.ts';
import { checkCount, checkEntityName } from '../projects/index.ts';
import { createPoolService, type GroupServiceDeps, type PoolService } from './pool-service.ts';
import {
  deleteImageBatchGroup,
  type ImageBatchGroupFields,
  insertImageBatchGroup,
  selectImageBatchGroups,
  updateImageBatchGroup,
} from './store.ts';

/** What is done with image batch groups. */
export type ImageBatchGroupService = PoolService<'ibg', ImageBatchGroupFields>;

/** Image batch groups: the pools of asynchronous image tasks. */
export function createImageBatchGroupService(deps: GroupServiceDeps): ImageBatchGroupService {
  return createPoolService(deps, {
    prefix: 'ibg',
    noun: 'image batch group',
    check,
    selectAll: selectImageBatchGroups,
    insert: insertImageBatchGroup,
    update: updateImageBatchGroup,
    remove: deleteImageBatchGroup,
  });
}

function check(fields: ImageBatchGroupFields): ImageBatchGroupFields {
  checkCount('concurrency', fields.concurrency, 1);
  checkCount('queue_limit', fields.queueLimit, 0);
  for (const [size, price] of Object.entries(fields.prices)) {
    checkPrice(`prices.${size}`, price);
  }
  return {
    ...fields,
    visibleTo: fields.visibleTo ?? null,
    name: checkEntityName(fields.name),
    models: [...new Set(fields.models)],
  };
}

function checkPrice(param: string, text: string): void {
  try {
    if (parseUsd(text) < 0) {
      throw new RangeError('must not be negative');
    }
  } catch (error) {
    throw error instanceof RangeError ? invalidField(param, error.message) : error;
  }
}
