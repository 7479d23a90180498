import type { Id } from '../core/ids.ts';
import type { NanoUsd } from '../core/money.ts';
import type { Executor } from '../db/index.ts';
import type { ApiKey, ErrorFormat, ProjectAccess } from './api-key.ts';
import { keyOfRow } from './key-row-store.ts';

/** A key with everything that the first use of it in a process needs, from one query. */
export interface StoredAccess {
  readonly key: ApiKey;
  /** The hash of the string that was looked for: the key's own, or one it was rotated from. */
  readonly lookupHash: string;
  /** Until when that string works; null for the key's own. */
  readonly worksUntilMs: number | null;
  readonly project: ProjectAccess;
  readonly errorFormat: ErrorFormat;
  readonly wallet: {
    readonly grantedNano: NanoUsd;
    readonly spentNano: NanoUsd;
    readonly heldNano: NanoUsd;
  };
}

/**
 * The key of a hash, its own or that of a string it was rotated from a while ago, with its project and
 * its organization's wallet, in one query.
 */
export async function findAccess(
  executor: Executor,
  lookupHash: string,
  nowMs: number,
): Promise<StoredAccess | null> {
  const row = await executor
    .selectFrom('api_keys')
    .innerJoin('projects', 'projects.id', 'api_keys.project_id')
    .leftJoin('wallets', 'wallets.organization_id', 'api_keys.organization_id')
    .leftJoin('retired_key_values as retired', (join) =>
      join
        .onRef('retired.key_id', '=', 'api_keys.id')
        .on('retired.lookup_hash', '=', lookupHash)
        .on('retired.expires_at', '>', nowMs),
    )
    .selectAll('api_keys')
    .select(['projects.error_format', 'projects.mode', 'projects.monthly_budget_nano'])
    .select(['projects.iam_rules as project_iam_rules', 'projects.ip_allow as project_ip_allow'])
    .select('projects.ip_deny as project_ip_deny')
    .select(['wallets.granted_nano', 'wallets.spent_nano', 'wallets.held_nano'])
    .select(['retired.lookup_hash as retired_hash', 'retired.expires_at as retired_until'])
    .where((eb) =>
      eb.or([
        eb('api_keys.lookup_hash', '=', lookupHash),
        eb(
          'api_keys.id',
          '=',
          eb
            .selectFrom('retired_key_values')
            .select('key_id')
            .where('lookup_hash', '=', lookupHash)
            .where('expires_at', '>', nowMs),
        ),
      ]),
    )
    .executeTakeFirst();
  if (row === undefined) {
    return null;
  }
  return {
    key: keyOfRow(row),
    lookupHash: row.retired_hash ?? row.lookup_hash,
    worksUntilMs: row.retired_until,
    project: {
      id: row.project_id as Id<'proj'>,
      mode: row.mode,
      iamRules: JSON.parse(row.project_iam_rules),
      ipAllow: JSON.parse(row.project_ip_allow),
      ipDeny: JSON.parse(row.project_ip_deny),
      monthlyBudgetNano: row.monthly_budget_nano,
    },
    errorFormat: row.error_format,
    wallet: {
      grantedNano: row.granted_nano ?? 0,
      spentNano: row.spent_nano ?? 0,
      heldNano: row.held_nano ?? 0,
    },
  };
}
