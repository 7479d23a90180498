export { type Audit, createAudit } from './service.ts';
export type { AuditEntry } from './store.ts';
