export { createGroupService, type GroupService } from './group-service.ts';
export { createImageBatchGroupService, type ImageBatchGroupService } from './image-batch-group-service.ts';
export {
  type GeneralGroup,
  type ImageBatchGroup,
  selectGroups,
  selectImageBatchGroups,
} from './store.ts';
export { isVisibleTo } from './visibility.ts';
