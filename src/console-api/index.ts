export { createManagementApi } from './app.ts';
