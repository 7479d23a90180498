import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { RequestJson, RequestWithAttemptsJson } from '../../../src/console-api/contract/requests.ts';
import { addressOf, get, type Query } from './client.ts';
import { listOptions } from './lists.ts';

const REQUESTS = '/api/v1/requests';

/** A request that is over. */
export type RequestRow = z.output<typeof RequestJson>;
/** A request with everything that was tried, and how its charge came about. */
export type RequestDetail = z.output<typeof RequestWithAttemptsJson>;

/** Requests, newest first; while it is live, those that have come since are asked for every two seconds. */
export function requestsOptions(query: Query, isLive: boolean) {
  return {
    ...listOptions<RequestRow>('requests', REQUESTS, { ...query, limit: 50 }),
    refetchInterval: isLive ? 2_000 : (false as const),
  };
}

/** One request. */
export function requestOptions(id: string) {
  return queryOptions({
    queryKey: ['requests', id] as const,
    queryFn: ({ signal }) => get<RequestDetail>(`${REQUESTS}/${id}`, {}, signal),
    staleTime: 60_000,
  });
}

/** Where the requests that fit a query are downloaded from. */
export function exportAddress(query: Query): string {
  return addressOf(`${REQUESTS}/export`, { ...query, format: 'csv' });
}
