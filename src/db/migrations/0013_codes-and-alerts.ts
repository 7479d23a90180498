import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/**
 * Redeem codes, alerts, and an index of the movements that are no charges: a settled request pays nothing
 * for it, and nobody reads a million charges to find a dozen credits.
 */
export function codesAndAlerts(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create index ledger_entries_movements_index on ledger_entries (organization_id, id)
      where kind <> 'charge'`,
    `create table code_batches (
      id text not null,
      name text not null,
      amount_nano bigint not null,
      count integer not null,
      expires_at bigint,
      created_by text not null,
      created_at bigint not null,
      constraint code_batches_pk primary key (id),
      constraint code_batches_name_unique unique (name),
      constraint code_batches_amount_check check (amount_nano > 0)
    )`,
    `create table redeem_codes (
      id text not null,
      batch_id text not null,
      lookup_hash text not null,
      code_box text not null,
      last4 text not null,
      status text not null,
      organization_id text,
      redeemed_at bigint,
      redeemed_by text,
      constraint redeem_codes_pk primary key (id),
      constraint redeem_codes_lookup_hash_unique unique (lookup_hash),
      constraint redeem_codes_batch_fk foreign key (batch_id) references code_batches (id),
      constraint redeem_codes_redeemed_check check ((status = 'redeemed') = (organization_id is not null))
    )`,
    'create index redeem_codes_batch_id_id_index on redeem_codes (batch_id, id)',
    'alter table wallets add column low_balance_nano bigint',
    'alter table projects add column budget_alert_percents text',
    'alter table api_keys add column quota_alert_percent integer',
    `create table alerts (
      id text not null,
      organization_id text,
      kind text not null,
      subject_id text not null,
      level text not null,
      period text not null,
      details text not null,
      raised_at bigint not null,
      sent_at bigint,
      ended_at bigint,
      constraint alerts_pk primary key (id)
    )`,
    `create unique index alerts_open_index on alerts (kind, subject_id, level, period)
      where ended_at is null`,
    'create index alerts_organization_id_id_index on alerts (organization_id, id)',
    'create index alerts_unsent_index on alerts (id) where sent_at is null',
  ]);
}
