import { useQuery } from '@tanstack/react-query';
import { queryClient } from '../api/query-client.ts';

/** Strings of keys that this window was shown, until it is closed, reloaded or signed out; never stored. */
const keyOf = (id: string) => ['revealed-keys', id] as const;

/** Remembers the string of a key that was just shown. */
export function rememberRevealed(id: string, value: string): void {
  queryClient.setQueryData(keyOf(id), value);
}

/** The string of a key, where this window was shown it; else null. */
export function useRevealed(id: string | null): string | null {
  const { data } = useQuery<string | null>({
    queryKey: keyOf(id ?? ''),
    queryFn: () => null,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? null;
}
