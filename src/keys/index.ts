export { createKeyAccess, type KeyAccessFinder } from './access.ts';
export { checkAddressList } from './address-rules.ts';
export {
  type ApiKey,
  type ErrorFormat,
  type KeyAccess,
  type KeyLimits,
  NO_LIMITS,
  NO_SPEND_WINDOWS,
  type ProjectAccess,
  SPEND_WINDOWS,
  type SpendWindow,
  type SpendWindowsNano,
} from './api-key.ts';
export { NO_IMAGE_BATCH_GROUP } from './create-key.ts';
export { checkIamRules } from './iam/check-iam-rules.ts';
export type { IamRule, IamRuleType } from './iam/iam-rule.ts';
export type { KeyBinding, KeySettings } from './key-rules.ts';
export { type LeakNotice, leakLetter } from './leak-letter.ts';
export type { KeyFilter } from './list-store.ts';
export { createKeyService, type KeyService } from './service.ts';
export { shownStatusOf } from './shown-status.ts';
export { createTokenBuckets } from './token-buckets.ts';
