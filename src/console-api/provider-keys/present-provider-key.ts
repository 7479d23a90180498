import type { z } from '@hono/zod-openapi';
import type { ProviderKeyView } from '../../provider-keys/index.ts';
import type { ProviderKeyJson } from '../contract/provider-keys.ts';
import { formatTime } from '../moments.ts';

/** A provider key as it is answered, without its credential. */
export function presentProviderKey(key: ProviderKeyView): z.infer<typeof ProviderKeyJson> {
  return {
    id: key.id,
    object: 'provider_key',
    organization_id: key.organizationId,
    name: key.name,
    provider: key.provider,
    base_url: key.baseUrl,
    credential: { last4: key.last4 },
    models: key.models.map(({ name, upstream }) => ({ name, upstream })),
    status: key.status,
    created_at: formatTime(key.createdAtMs),
    updated_at: formatTime(key.updatedAtMs),
  };
}
