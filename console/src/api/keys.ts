import { type InfiniteData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  ApiKeyJson,
  ApiKeyPatch,
  KeyBulkJson,
  KeyListQuery,
  NewApiKey,
  RevealedKeyJson,
} from '../../../src/console-api/contract/keys.ts';
import { get, patch, post, remove } from './client.ts';
import { getAll, type ListPart, listOptions } from './lists.ts';
import { queryClient } from './query-client.ts';

const KEYS = '/api/v1/keys';

/** A key as the management API answers it. */
export type ApiKey = z.output<typeof ApiKeyJson>;
/** What a key may be created with. */
export type NewKey = z.input<typeof NewApiKey>;
/** What of a key may be changed. */
export type KeyPatch = z.input<typeof ApiKeyPatch>;
/** What the list can be asked for. */
export type KeyQuery = Partial<z.input<typeof KeyListQuery>>;
/** What became of each key of a bulk. */
export type BulkResult = z.output<typeof KeyBulkJson>;
type Revealed = z.output<typeof RevealedKeyJson>;

/** The keys that fit a query, part by part. */
export function keyListOptions(query: KeyQuery) {
  return listOptions<ApiKey>('keys', KEYS, { ...query, limit: 50 });
}

/** All keys of an organization, for choices. */
export function allKeysOptions(organizationId: string | undefined) {
  return queryOptions({
    queryKey: ['keys', 'all', organizationId ?? null] as const,
    queryFn: ({ signal }) => getAll<ApiKey>(KEYS, { organization_id: organizationId }, signal),
    staleTime: 60_000,
  });
}

/** One key. What a list already knows of it is shown until it is there. */
export function keyOptions(id: string) {
  return queryOptions({
    queryKey: ['keys', id] as const,
    queryFn: ({ signal }) => get<ApiKey>(`${KEYS}/${id}`, {}, signal),
    placeholderData: () =>
      queryClient
        .getQueriesData<InfiniteData<ListPart<ApiKey>>>({ queryKey: ['keys', 'list'] })
        .flatMap(([, data]) => data?.pages ?? [])
        .flatMap((page) => page.data)
        .find((key) => key.id === id),
  });
}

/** Creates a key; its string is in the answer. @throws {ApiError} */
export function createKey(key: NewKey): Promise<ApiKey> {
  return changed(post<ApiKey>(KEYS, key));
}

/** Changes what is named. @throws {ApiError} */
export function updateKey(id: string, changes: KeyPatch): Promise<ApiKey> {
  return changed(patch<ApiKey>(`${KEYS}/${id}`, changes));
}

/** Deletes a key for good. @throws {ApiError} */
export function deleteKey(id: string): Promise<unknown> {
  return changed(remove(`${KEYS}/${id}`));
}

/** Gives a key another string, which is in the answer. @throws {ApiError} */
export function rotateKey(id: string, body: { overlap_s: number; value?: string }): Promise<ApiKey> {
  return changed(post<ApiKey>(`${KEYS}/${id}/rotate`, body));
}

/** Shows the string again. @throws {ApiError} with `fresh_sign_in_required` a quarter of an hour after signing in. */
export async function revealKey(id: string): Promise<string> {
  const { key } = await post<Revealed>(`${KEYS}/${id}/reveal`);
  return key;
}

/** Does one thing to many keys, up to a hundred in each call. @throws {ApiError} */
export async function changeKeys(
  ids: readonly string[],
  action: 'enable' | 'disable' | 'delete',
): Promise<BulkResult['data']> {
  const results: BulkResult['data'] = [];
  for (let at = 0; at < ids.length; at += 100) {
    const { data } = await changed(
      post<BulkResult>(`${KEYS}/bulk`, { ids: ids.slice(at, at + 100), action }),
    );
    results.push(...data);
  }
  return results;
}

/** Lists and single keys are read again after a change, whatever became of it. */
async function changed<Answer>(change: Promise<Answer>): Promise<Answer> {
  try {
    return await change;
  } finally {
    await queryClient.invalidateQueries({ queryKey: ['keys'] });
  }
}
