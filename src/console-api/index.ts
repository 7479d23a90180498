export { createManagementApi } from './app.ts';
export type { ManagementDeps } from './deps.ts';
