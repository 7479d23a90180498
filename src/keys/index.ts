export { createKeyAccess, type KeyAccessFinder } from './access.ts';
export type { ApiKey, ErrorFormat, KeyAccess } from './api-key.ts';
export { createKeyService, type KeyService } from './service.ts';
export { shownStatusOf } from './shown-status.ts';
export { createTokenBuckets } from './token-buckets.ts';
