import type { ApiKey, KeyQuery } from '../../api/keys.ts';

const STATUSES: readonly ApiKey['status'][] = ['active', 'inactive', 'expired', 'exhausted', 'deleted'];
const TYPES: readonly ApiKey['type'][] = ['general', 'image'];
const SORTS: readonly NonNullable<KeyQuery['sort']>[] = [
  'created_at',
  'name',
  'last_used_at',
  'expires_at',
  'quota_used',
];

/** What the list shows, as it stands in the address. */
export interface KeySearch {
  readonly search?: string;
  readonly status?: ApiKey['status'];
  readonly type?: ApiKey['type'];
  readonly group?: string;
  readonly project?: string;
  readonly sort?: NonNullable<KeyQuery['sort']>;
  readonly order?: 'asc' | 'desc';
}

/** Reads the address; what it does not understand is left out. */
export function readKeySearch(given: Record<string, unknown>): KeySearch {
  const text = (name: string): string | undefined => {
    const value = given[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return withoutUndefined({
    search: text('search'),
    status: oneOf(STATUSES, given.status),
    type: oneOf(TYPES, given.type),
    group: text('group'),
    project: text('project'),
    sort: oneOf(SORTS, given.sort),
    order: oneOf(['asc', 'desc'], given.order),
  });
}

/** What the server is asked for. */
export function keyQueryOf(search: KeySearch, organizationId: string | undefined): KeyQuery {
  const { group, project, sort = 'created_at', order, ...rest } = search;
  const isImageGroup = group?.startsWith('ibg_') === true;
  return withoutUndefined({
    ...rest,
    sort,
    order,
    organization_id: organizationId,
    project_id: project,
    group_id: isImageGroup ? undefined : group,
    image_batch_group_id: isImageGroup ? group : undefined,
  });
}

function oneOf<Value>(known: readonly Value[], value: unknown): Value | undefined {
  return known.find((entry) => entry === value);
}

type Defined<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };

function withoutUndefined<Values extends object>(values: Values): Defined<Values> {
  // What is left has every name with the type it had, without undefined.
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<Values>;
}
