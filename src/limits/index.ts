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
export { createOpening, type PastSpend } from './opening.ts';
export { readSpentInWindows } from './past-windows.ts';
export { refusalFor } from './refusal-for.ts';
