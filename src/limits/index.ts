export type {
  Admissions,
  Balance,
  Claim,
  Collected,
  LongHold,
  MinuteRate,
  MinuteRates,
  Rejection,
} from './admissions.ts';
export { createMemoryAdmissions } from './memory.ts';
export { hasMinuteLimit } from './minute-limits.ts';
export { createOpening } from './opening.ts';
export { refusalFor } from './refusal-for.ts';
