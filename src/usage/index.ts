export { createPastSpend } from './past-spend.ts';
export { createRequestLog, type RequestLog } from './request-log.ts';
export type { RequestFilter } from './request-log-store.ts';
export type { LoggedRequest } from './stored-request.ts';
export {
  createUsageReports,
  type KeyUsage,
  type UsageGrouping,
  type UsageReports,
  type UsageSum,
} from './usage-reports.ts';
export { allTokens, type UsageSums } from './usage-sums.ts';
