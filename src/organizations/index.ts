export { createOrganizationService, type OrganizationService } from './service.ts';
export type { Organization } from './store.ts';
