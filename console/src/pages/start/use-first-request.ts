import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { RequestJson } from '../../../../src/console-api/contract/requests.ts';
import { get } from '../../api/client.ts';
import type { ListPart } from '../../api/lists.ts';

/** A request as the list answers it. */
export type RequestRow = z.output<typeof RequestJson>;

const EVERY_MS = 1_500;

/** The newest request of a key, looked for until one went through. */
export function useFirstRequest(keyId: string | null): RequestRow | null {
  const { data } = useQuery({
    queryKey: ['requests', 'newest', keyId],
    queryFn: ({ signal }) =>
      get<ListPart<RequestRow>>('/api/v1/requests', { key_id: keyId, limit: 1 }, signal),
    enabled: keyId !== null,
    refetchInterval: ({ state }) => (state.data?.data[0]?.state === 'settled' ? false : EVERY_MS),
  });
  return data?.data[0] ?? null;
}
