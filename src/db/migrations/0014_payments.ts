import type { Migration } from 'kysely/migration';
import type { Engine } from '../migrate.ts';
import { sqlMigration } from './sql-migration.ts';

/** Payments, and the events of the provider that were acted on. */
export function payments(engine: Engine): Migration {
  return sqlMigration(engine, [
    `create table payments (
      id text not null,
      organization_id text not null,
      provider text not null,
      status text not null,
      amount_nano bigint not null,
      currency text not null,
      session_id text,
      intent_id text,
      refunded_nano bigint not null,
      uncovered_nano bigint not null,
      is_disputed integer not null,
      created_by text not null,
      created_at bigint not null,
      paid_at bigint,
      constraint payments_pk primary key (id),
      constraint payments_organization_fk foreign key (organization_id) references organizations (id),
      constraint payments_amount_check check (amount_nano > 0),
      constraint payments_refunded_check check (refunded_nano >= 0 and refunded_nano <= amount_nano)
    )`,
    'create unique index payments_session_id_index on payments (provider, session_id) where session_id is not null',
    'create unique index payments_intent_id_index on payments (provider, intent_id) where intent_id is not null',
    'create index payments_organization_id_id_index on payments (organization_id, id)',
    `create table payment_events (
      id text not null,
      payment_id text not null,
      type text not null,
      received_at bigint not null,
      constraint payment_events_pk primary key (id),
      constraint payment_events_payment_fk foreign key (payment_id) references payments (id)
    )`,
  ]);
}
