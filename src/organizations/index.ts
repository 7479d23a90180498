export { type Account, type AccountDeps, insertAccount } from './account.ts';
export { createOrganizationService, type OrganizationService } from './service.ts';
export { type Organization, selectOrganization } from './store.ts';
