import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/**
 * Holds that outlive a request, and what a movement of the ledger came from. The index leaves charges out,
 * whose ids are as unique, so a settled request pays nothing for it.
 */
export function taskHolds(engine: Engine): Migration {
  return sqlMigration(engine, [
    'alter table ledger_entries add column idempotency_key text',
    'alter table ledger_entries add column source_id text',
    `create unique index ledger_entries_idempotency_key_index on ledger_entries (idempotency_key)
      where idempotency_key is not null`,
    `create table task_holds (
      task_id text not null,
      organization_id text not null,
      project_id text not null,
      key_id text not null,
      model text not null,
      amount_nano bigint not null,
      started_at bigint not null,
      constraint task_holds_pk primary key (task_id),
      constraint task_holds_wallet_fk foreign key (organization_id) references wallets (organization_id),
      constraint task_holds_amount_check check (amount_nano >= 0)
    )`,
  ]);
}
