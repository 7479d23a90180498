import { Secret } from '../../core/secret.ts';
import { modelsOf } from '../channels/models-of.ts';
import type { ManagementApp } from '../context.ts';
import { crudRoutes } from '../contract/crud-routes.ts';
import {
  NewProviderKey,
  ProviderKeyJson,
  ProviderKeyListQuery,
  ProviderKeyPatch,
} from '../contract/provider-keys.ts';
import type { ManagementDeps } from '../deps.ts';
import { givenFields } from '../given-fields.ts';
import { pageOf, presentPage } from '../lists.ts';
import { organizationOf } from '../organization-of.ts';
import { pathId } from '../path-ids.ts';
import { presentProviderKey } from './present-provider-key.ts';

const routes = crudRoutes({
  plural: 'provider keys',
  path: '/api/v1/provider-keys',
  target: 'provider_key',
  read: 'provider-keys:read',
  write: 'provider-keys:write',
  json: ProviderKeyJson,
  newBody: NewProviderKey,
  patchBody: ProviderKeyPatch,
  query: ProviderKeyListQuery,
});

/** Adds `/api/v1/provider-keys`. */
export function addProviderKeyRoutes(app: ManagementApp, deps: ManagementDeps): void {
  const { providerKeys } = deps;
  app.openapi(routes.list, async (context) => {
    const all = await providerKeys.list(await organizationOf(deps, context));
    const page = pageOf(all, context.req.valid('query'), (key) => key.id);
    return context.json(presentPage(page, presentProviderKey), 200);
  });
  app.openapi(routes.get, async (context) => {
    const key = await providerKeys.get(pathId('pk', context.req.valid('param').id));
    return context.json(presentProviderKey(key), 200);
  });
  addChanges(app, deps);
}

function addChanges(app: ManagementApp, deps: ManagementDeps): void {
  const { providerKeys } = deps;
  app.openapi(routes.create, async (context) => {
    const { name, provider, base_url, credential, models, status } = context.req.valid('json');
    const key = await providerKeys.create({
      organizationId: await organizationOf(deps, context),
      ...{ name, provider, status, baseUrl: base_url ?? null },
      credential: new Secret(credential),
      models: modelsOf(models),
    });
    return context.json(presentProviderKey(key), 201);
  });
  app.openapi(routes.patch, async (context) => {
    const { name, base_url, credential, models, status } = context.req.valid('json');
    const patch = givenFields({
      ...{ name, status, baseUrl: base_url },
      credential: credential === undefined ? undefined : new Secret(credential),
      models: models === undefined ? undefined : modelsOf(models),
    });
    const key = await providerKeys.update(pathId('pk', context.req.valid('param').id), patch);
    return context.json(presentProviderKey(key), 200);
  });
  app.openapi(routes.remove, async (context) => {
    const id = pathId('pk', context.req.valid('param').id);
    await providerKeys.remove(id);
    return context.json({ id, object: 'provider_key', deleted: true as const }, 200);
  });
}
