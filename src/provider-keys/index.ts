/** Provider keys: credentials for upstreams that an organization brings along, for its requests alone. */
export {
  createProviderKeyService,
  type NewProviderKey,
  openProviderKey,
  type ProviderKeyPatch,
  type ProviderKeyService,
  type ProviderKeyView,
  type Verdict,
} from './service.ts';
export { type StoredProviderKey, selectProviderKeys } from './store.ts';
