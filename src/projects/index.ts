export { checkCount, checkEntityName } from './field-checks.ts';
export { createProjectService, type NewProject, type ProjectService, USUAL_SETTINGS } from './service.ts';
export { insertProject, type Project, type ProjectSettings, selectProjects } from './store.ts';
export { newWebhookSecret } from './webhook-secret.ts';
