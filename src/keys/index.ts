export {
  createKeyAccess,
  DEFAULT_KEY_ACCESS_BOUNDS,
  type KeyAccessBounds,
  type KeyAccessDeps,
  type KeyAccessFinder,
} from './access.ts';
export type { ApiKey, ErrorFormat, KeyAccess, KeyStatus, KeyType } from './api-key.ts';
export { generateApiKey, isWellFormedApiKey, KEY_PREFIXES, previewOf } from './key-format.ts';
export {
  createKeyService,
  type KeyPage,
  type KeyPatch,
  type KeyService,
  type KeyServiceDeps,
  type NewKey,
} from './service.ts';
export { type ShownKeyStatus, shownStatusOf } from './shown-status.ts';
export type { KeyFilter, StoredAccess } from './store.ts';
export { createTokenBuckets, type TokenBucketBounds, type TokenBuckets } from './token-buckets.ts';
