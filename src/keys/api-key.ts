import type { Id } from '../core/ids.ts';

/** What a key is bound to, and so what it may call. */
export type KeyType = 'general' | 'image';

/** What is stored; `expired` and `exhausted` are derived where a key is shown. */
export type KeyStatus = 'active' | 'inactive' | 'deleted';

/** How refusals look for a project or a deployment. */
export type ErrorFormat = 'native' | 'flat';

/** One API key as the service knows it. The key string itself is in none of its fields. */
export interface ApiKey {
  readonly id: Id<'key'>;
  readonly organizationId: Id<'org'>;
  readonly projectId: Id<'proj'>;
  readonly name: string;
  readonly type: KeyType;
  readonly groupId: Id<'grp'> | null;
  readonly imageBatchGroupId: Id<'ibg'> | null;
  readonly status: KeyStatus;
  /** What lists show: the first characters and the last four. */
  readonly preview: string;
  readonly expiresAtMs: number | null;
  readonly quotaNano: number | null;
  readonly quotaUsedNano: number;
  /** Model patterns with `*`; empty means every model of the group. */
  readonly models: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly lastUsedAtMs: number | null;
  readonly createdAtMs: number;
}

/** What the data plane needs to know of a key, and nothing more; kept in memory while it is warm. */
export interface KeyAccess {
  readonly key: ApiKey;
  readonly errorFormat: ErrorFormat;
}
