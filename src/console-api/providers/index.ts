import { createRoute, type z } from '@hono/zod-openapi';
import { findMediaAdapter, PROVIDERS, type Provider } from '../../providers/index.ts';
import type { ManagementApp } from '../context.ts';
import { type ProviderJson, ProviderList } from '../contract/providers.ts';
import { answer, REFUSALS } from '../contract/route-parts.ts';
import { governed } from '../contract/route-rule.ts';

const MEDIA = ['image', 'video', 'music'] as const;

const listRoute = createRoute({
  tags: ['providers'],
  ...governed({ permission: null, target: null, action: null }),
  method: 'get',
  path: '/api/v1/providers',
  summary: 'Every kind of upstream that channels and provider keys can name',
  responses: { 200: answer('All of them', ProviderList), ...REFUSALS },
});

/** Adds `/api/v1/providers`. */
export function addProviderRoutes(app: ManagementApp): void {
  const data = PROVIDERS.map(presentProvider);
  app.openapi(listRoute, (context) =>
    context.json({ object: 'list' as const, data, has_more: false, next_cursor: null }, 200),
  );
}

function presentProvider(provider: Provider): z.infer<typeof ProviderJson> {
  const media = MEDIA.filter((modality) => findMediaAdapter(provider, modality) !== undefined);
  return {
    id: provider.name,
    object: 'provider',
    platform: provider.platform,
    default_base_url: provider.defaultBaseUrl,
    needs_credential: provider.needsCredential,
    makes: provider.dialects.length === 0 ? media : ['text', ...media],
  };
}
