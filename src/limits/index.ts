export type { Admissions, Balance, Claim, ClaimRefusal, Collected } from './admissions.ts';
export { createMemoryAdmissions } from './memory.ts';
