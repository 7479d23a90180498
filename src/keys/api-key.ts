import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { IamRule } from './iam/iam-rule.ts';
import type { KeyPolicy } from './key-policy.ts';

export { IAM_RULE_TYPES } from './iam/iam-rule.ts';

/** What a key is bound to, and so what it may call. */
export type KeyType = 'general' | 'image';

/** What is stored; `expired` and `exhausted` are derived where a key is shown. */
export type KeyStatus = 'active' | 'inactive' | 'deleted';

/** How refusals look for a project or a deployment. */
export type ErrorFormat = 'native' | 'flat';

/** How much of a key may be used at a time; null is no bound. */
export interface KeyLimits {
  /** Requests in any 60 seconds. */
  readonly rpm: number | null;
  /** Tokens in any 60 seconds. */
  readonly tpm: number | null;
  /** Requests at once. */
  readonly concurrency: number | null;
  /** Requests that may wait while `concurrency` is reached; 0 refuses at once. */
  readonly queueLimit: number;
}

/** The rolling windows that spending can be bounded in. */
export const SPEND_WINDOWS = ['5h', '1d', '7d', '30d'] as const;

/** One of the rolling windows: five hours, a day, a week, thirty days. */
export type SpendWindow = (typeof SPEND_WINDOWS)[number];

/** The most a key may spend in each window; null is no bound. */
export type SpendWindowsNano = Readonly<Record<SpendWindow, NanoUsd | null>>;

/** What a list of keys can be in the order of. */
export const KEY_SORTS = ['created_at', 'name', 'last_used_at', 'expires_at', 'quota_used'] as const;

/** One of the orders of a list. */
export type KeySort = (typeof KEY_SORTS)[number];

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
  readonly quotaNano: NanoUsd | null;
  readonly quotaUsedNano: NanoUsd;
  readonly limits: KeyLimits;
  readonly spendWindowsNano: SpendWindowsNano;
  /** Model patterns with `*`; empty means every model of the group. */
  readonly models: readonly string[];
  /** Addresses and networks it may be used from; empty means from anywhere. */
  readonly ipAllow: readonly string[];
  /** Addresses and networks it may not be used from; they win over `ipAllow`. */
  readonly ipDeny: readonly string[];
  readonly iamRules: readonly IamRule[];
  /** What a request asks for that names no model; null refuses such a request. */
  readonly defaultModel: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** The person who made it; null for a key made by an operator's credential or a management key. */
  readonly createdBy: string | null;
  /** When it was reported as leaked, which disabled it; null once it was rotated. */
  readonly leakedAtMs: number | null;
  readonly lastUsedAtMs: number | null;
  readonly createdAtMs: number;
}

/** What a key's project says about every request of the key. */
export interface ProjectAccess {
  readonly id: Id<'proj'>;
  /** Whose credentials are used: the organization's own, the shared ones, or own ones first. */
  readonly mode: 'api-keys' | 'credits' | 'hybrid';
  readonly iamRules: readonly IamRule[];
  readonly ipAllow: readonly string[];
  readonly ipDeny: readonly string[];
  /** The most the project may spend in a calendar month (UTC); null is no bound. */
  readonly monthlyBudgetNano: NanoUsd | null;
}

/** What the data plane needs to know of a key, and nothing more; kept in memory while it is warm. */
export interface KeyAccess {
  readonly key: ApiKey;
  readonly project: ProjectAccess;
  readonly errorFormat: ErrorFormat;
  /** What narrows the key, compiled. */
  readonly policy: KeyPolicy;
  /** Until when the string that was presented works; null for the key's own, a time for one it was rotated from. */
  readonly worksUntilMs: number | null;
}

/** The limits of a key that has none. */
export const NO_LIMITS: KeyLimits = { rpm: null, tpm: null, concurrency: null, queueLimit: 0 };

/** The spend windows of a key that has none. */
export const NO_SPEND_WINDOWS: SpendWindowsNano = { '5h': null, '1d': null, '7d': null, '30d': null };
