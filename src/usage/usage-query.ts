import { invalidField } from '../core/refusal.ts';

/** What sums can be told apart by. */
export const USAGE_GROUPINGS = ['hour', 'day', 'model', 'key', 'project', 'organization', 'channel'] as const;

/** One of them. */
export type UsageGrouping = (typeof USAGE_GROUPINGS)[number];

/** Which usage: of the hours (UTC) that begin in [fromMs, toMs), narrowed by what is not null. */
export interface UsageFilter {
  /** Null for all organizations. */
  readonly organizationId: string | null;
  readonly projectId?: string | null | undefined;
  readonly keyId?: string | null | undefined;
  readonly model?: string | null | undefined;
  /** The channel that was asked last. */
  readonly channelId?: string | null | undefined;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Where sums are read from. All are written in the transaction that settles, or made of what was, so they
 * say the same; each is small for the questions it is for.
 */
export type UsageSource = 'channel-hours' | 'project-hours' | 'key-hours' | 'days';

const OF_KEYS: readonly UsageGrouping[] = ['key', 'project', 'organization'];
const OF_HOURS: readonly UsageGrouping[] = ['hour', 'model'];

/**
 * The smallest source that can tell.
 * @throws {Refusal} `invalid_request` for channels together with what they are not told apart by.
 */
export function sourceFor(filter: UsageFilter, by: readonly UsageGrouping[]): UsageSource {
  const isOfChannel = by.includes('channel') || isSet(filter.channelId);
  const isOfOwner = filter.organizationId !== null || isSet(filter.projectId) || isSet(filter.keyId);
  if (isOfChannel && (isOfOwner || by.some((each) => OF_KEYS.includes(each)))) {
    throw invalidField('group_by', 'channels are summed over all organizations, projects and keys');
  }
  if (isOfChannel || (!isOfOwner && !by.some((each) => OF_KEYS.includes(each)))) {
    return 'channel-hours';
  }
  if (isSet(filter.keyId)) {
    return 'key-hours';
  }
  const needsKeys = by.includes('key') || filter.organizationId === null;
  if (!needsKeys) {
    return 'project-hours';
  }
  const needsHours = by.some((each) => OF_HOURS.includes(each)) || isSet(filter.model);
  return needsHours ? 'key-hours' : 'days';
}

function isSet(value: string | null | undefined): value is string {
  return value !== null && value !== undefined;
}
