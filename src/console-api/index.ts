export { createManagementApi } from './app.ts';
export { CONSOLE_BUILD, createConsoleFiles } from './console-files/index.ts';
