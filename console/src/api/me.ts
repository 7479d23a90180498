import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { MeJson } from '../../../src/console-api/contract/me.ts';
import { get } from './client.ts';

/** Who is signed in. */
export type Me = z.output<typeof MeJson>;
/** An organization of whoever is signed in. */
export type MyOrganization = Me['organizations'][number];

/** Who is signed in; refused with 401 for nobody. */
export const meOptions = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => get<Me>('/api/v1/me', {}, signal),
  staleTime: 60_000,
});
