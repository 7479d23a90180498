import { queryOptions } from '@tanstack/react-query';
import { errorOf } from '../api/api-error.ts';

/** The models that a key is served, asked with the key itself, as its clients would. */
export function servedModelsOptions(apiKey: string | null) {
  return queryOptions({
    queryKey: ['served-models', apiKey] as const,
    enabled: apiKey !== null,
    staleTime: 60_000,
    async queryFn({ signal }): Promise<readonly string[]> {
      const response = await fetch('/v1/models', {
        headers: { authorization: `Bearer ${apiKey}` },
        credentials: 'omit',
        signal,
      });
      if (!response.ok) {
        throw await errorOf(response);
      }
      const { data } = (await response.json()) as { data: readonly { id: string; category?: string }[] };
      return data.filter(({ category = 'text' }) => category === 'text').map(({ id }) => id);
    },
  });
}
