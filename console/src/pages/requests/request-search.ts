import type { Query } from '../../api/client.ts';
import type { RequestRow } from '../../api/requests.ts';

/** How a request can have ended. */
export const STATES = [
  'settled',
  'failed',
  'refused',
  'interrupted',
] as const satisfies readonly RequestRow['state'][];

/** What the list shows, as it stands in the address. */
export interface RequestSearch {
  /** The id of a request, or the name of a model. */
  readonly search?: string;
  readonly state?: RequestRow['state'];
  readonly key?: string;
  readonly live?: true;
}

/** Reads the address; what it does not understand is left out. */
export function readRequestSearch(given: Record<string, unknown>): RequestSearch {
  const text = (name: string): string | undefined => {
    const value = given[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [search, key] = [text('search'), text('key')];
  const state = STATES.find((one) => one === given.state);
  return {
    ...(search === undefined ? {} : { search }),
    ...(state === undefined ? {} : { state }),
    ...(key === undefined ? {} : { key }),
    ...(given.live === true ? { live: true as const } : {}),
  };
}

/** What the server is asked for. */
export function requestQueryOf(
  { search, state, key }: RequestSearch,
  organizationId: string | undefined,
): Query {
  const isId = search?.startsWith('req_') === true;
  return {
    organization_id: organizationId,
    id: isId ? search : undefined,
    model: isId ? undefined : search,
    state,
    key_id: key,
  };
}
