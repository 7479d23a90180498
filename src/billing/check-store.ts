import { type RawBuilder, sql } from 'kysely';
import { earliestId } from '../core/ids.ts';
import type { Executor } from '../db/index.ts';
import { kindsOf, type WalletCounter } from './ledger-kinds.ts';

/** The movements of a wallet before a moment, by the counter they change. */
export type PastSums = Readonly<Record<WalletCounter, number>>;

/** Every organization that has a wallet. */
export async function selectWalletOwners(executor: Executor): Promise<string[]> {
  const rows = await executor
    .selectFrom('wallets')
    .select('organization_id')
    .orderBy('organization_id')
    .execute();
  return rows.map(({ organization_id: id }) => id);
}

/**
 * Whether the counters of a wallet are not the sums of its ledger, its holds are not those of its tasks, or
 * it is overdrawn. One statement, so that it sees one moment.
 * @param past what the movements before `fromMs` come to; the others are read
 */
export async function isBroken(
  executor: Executor,
  organizationId: string,
  fromMs: number,
  past: PastSums,
): Promise<boolean> {
  const rows = await executor
    .selectFrom('wallets')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('ledger_entries')
          .select(['organization_id as owner'])
          .select([sumOf('granted'), sumOf('spent'), sumOf('held')])
          .where('organization_id', '=', organizationId)
          .where('id', '>=', earliestId('led', fromMs))
          .groupBy('organization_id')
          .as('ledger'),
      (join) => join.onRef('ledger.owner', '=', 'wallets.organization_id'),
    )
    .select('wallets.organization_id')
    .where('wallets.organization_id', '=', organizationId)
    .where((eb) =>
      eb.or([
        sql<boolean>`wallets.granted_nano <> coalesce(ledger.granted, 0) + ${past.granted}`,
        sql<boolean>`wallets.spent_nano <> -(coalesce(ledger.spent, 0) + ${past.spent})`,
        sql<boolean>`wallets.held_nano <> -(coalesce(ledger.held, 0) + ${past.held})`,
        eb(
          'wallets.held_nano',
          '<>',
          eb
            .selectFrom('task_holds')
            .select(sql<number>`coalesce(sum(amount_nano), 0)`.as('amount'))
            .where('organization_id', '=', organizationId),
        ),
        sql<boolean>`wallets.granted_nano - wallets.spent_nano - wallets.held_nano < 0`,
      ]),
    )
    .execute();
  return rows.length > 0;
}

/**
 * Keys that did not spend what the sums by the hour say. A key that is older than the oldest hour there is
 * may have spent more: its first hours are gone.
 */
export async function findBrokenKeys(executor: Executor): Promise<string[]> {
  const rows = await executor
    .selectFrom('api_keys')
    .leftJoin(
      (eb) =>
        eb
          .selectFrom('usage_hours')
          .select(['key_id', sql<number>`sum(charge_nano)`.as('charged')])
          .groupBy('key_id')
          .as('hours'),
      (join) => join.onRef('hours.key_id', '=', 'api_keys.id'),
    )
    .select('api_keys.id')
    .where((eb) =>
      eb.or([
        sql<boolean>`api_keys.quota_used_nano < coalesce(hours.charged, 0)`,
        eb.and([
          sql<boolean>`api_keys.quota_used_nano <> coalesce(hours.charged, 0)`,
          sql<boolean>`api_keys.created_at > (select min(hour_start) from usage_hours)`,
        ]),
      ]),
    )
    .orderBy('api_keys.id')
    .execute();
  return rows.map(({ id }) => id);
}

function sumOf(counter: WalletCounter) {
  const sum: RawBuilder<number> = sql`sum(case when kind in (${sql.join(kindsOf(counter))}) then amount_nano else 0 end)`;
  return sum.as(counter);
}
