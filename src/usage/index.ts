export { createDayRollUp } from './day-roll-up.ts';
export { createPastSpend } from './past-spend.ts';
export { createRequestLog, type RequestLog } from './request-log.ts';
export type { RequestFilter } from './request-log-store.ts';
export { createRequestRetention } from './request-retention.ts';
export type { LoggedRequest } from './stored-request.ts';
export { USAGE_GROUPINGS, type UsageGrouping } from './usage-query.ts';
export {
  createUsageReports,
  type KeyUsage,
  type UsageReport,
  type UsageReports,
  type UsageSum,
} from './usage-reports.ts';
export { allTokens, type UsageSums } from './usage-sums.ts';
