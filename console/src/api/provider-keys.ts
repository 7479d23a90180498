import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  NewProviderKey,
  ProviderKeyJson,
  ProviderKeyPatch,
} from '../../../src/console-api/contract/provider-keys.ts';
import type { ProviderJson } from '../../../src/console-api/contract/providers.ts';
import { get, patch, post, remove } from './client.ts';
import { type ListPart, listOptions } from './lists.ts';
import { queryClient } from './query-client.ts';

const PROVIDER_KEYS = '/api/v1/provider-keys';

/** A credential that an organization brought along. */
export type ProviderKey = z.output<typeof ProviderKeyJson>;
/** A kind of upstream. */
export type Provider = z.output<typeof ProviderJson>;

/** The provider keys of an organization. */
export function providerKeysOptions(organizationId: string | undefined) {
  return listOptions<ProviderKey>('provider-keys', PROVIDER_KEYS, { organization_id: organizationId });
}

/** Every kind of upstream. */
export const providersOptions = queryOptions({
  queryKey: ['providers'] as const,
  queryFn: ({ signal }) => get<ListPart<Provider>>('/api/v1/providers', {}, signal),
  select: ({ data }) => data,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Adds a provider key; its credential is tested at the provider first. @throws {ApiError} */
export async function createProviderKey(body: z.input<typeof NewProviderKey>): Promise<ProviderKey> {
  return changed(await post<ProviderKey>(PROVIDER_KEYS, body));
}

/** Changes a provider key; a new credential is tested first. @throws {ApiError} */
export async function updateProviderKey(
  id: string,
  change: z.input<typeof ProviderKeyPatch>,
): Promise<ProviderKey> {
  return changed(await patch<ProviderKey>(`${PROVIDER_KEYS}/${id}`, change));
}

/** Deletes a provider key. @throws {ApiError} */
export async function deleteProviderKey(id: string): Promise<unknown> {
  return changed(await remove(`${PROVIDER_KEYS}/${id}`));
}

async function changed<Answer>(answer: Answer): Promise<Answer> {
  await queryClient.invalidateQueries({ queryKey: ['provider-keys'] });
  return answer;
}
