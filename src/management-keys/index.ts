export { createManagementKeyService, type ManagementKeyService } from './service.ts';
export type { ManagementKey } from './store.ts';
