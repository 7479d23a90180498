export { auditedChange } from './audited-change.ts';
export { type Audit, type AuditNote, createAudit } from './service.ts';
export type { AuditEntry, AuditedFields, AuditQuery } from './store.ts';
