export { checkCount, checkEntityName } from './field-checks.ts';
export { createProjectService, type ProjectService } from './service.ts';
export { insertProject, type Project, selectProjects } from './store.ts';
