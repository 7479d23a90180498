export { createManagementApi } from './app.ts';
export { CONSOLE_BUILD, createConsoleFiles } from './console-files/index.ts';
export type { ManagementDeps } from './deps.ts';
