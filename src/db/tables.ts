import type {
  AuditEntriesTable,
  InvitationsTable,
  ManagementKeysTable,
  MembersTable,
  OrganizationsTable,
  ProjectsTable,
} from './account-tables.ts';
import type { AlertsTable } from './alert-tables.ts';
import type { CodeBatchesTable, RedeemCodesTable } from './code-tables.ts';
import type { JobsTable } from './job-tables.ts';
import type { ApiKeysTable, LookupKeysTable, RetiredKeyValuesTable } from './key-tables.ts';
import type { MediaFilesTable } from './media-tables.ts';
import type { PaymentEventsTable, PaymentsTable } from './payment-tables.ts';
import type { ModelsTable, PriceOverridesTable } from './price-tables.ts';

import type { StoredResponsesTable } from './response-tables.ts';
import type { SignInTables } from './sign-in-tables.ts';
import type { TaskEventCountersTable, TaskEventsTable, TaskJobsTable, TasksTable } from './task-tables.ts';
import type {
  UsageChannelHoursTable,
  UsageDaysTable,
  UsageHoursTable,
  UsageProjectHoursTable,
  UsageRolledDaysTable,
} from './usage-tables.ts';
import type { LedgerEntriesTable, TaskHoldsTable, WalletsTable } from './wallet-tables.ts';
import type {
  WebhookAttemptsTable,
  WebhookDeliveriesTable,
  WebhookEndpointsTable,
  WebhookMessagesTable,
} from './webhook-tables.ts';

export type {
  AuditEntriesTable,
  InvitationsTable,
  ManagementKeysTable,
  MembersTable,
  OrganizationsTable,
  ProjectsTable,
} from './account-tables.ts';
export type { AlertsTable } from './alert-tables.ts';
export type { CodeBatchesTable, RedeemCodesTable } from './code-tables.ts';
export type { ApiKeysTable, LookupKeysTable, RetiredKeyValuesTable } from './key-tables.ts';
export type { MediaFilesTable } from './media-tables.ts';
export type { PaymentsTable } from './payment-tables.ts';
export type { ModelsTable, PriceOverridesTable } from './price-tables.ts';

export type { StoredResponsesTable } from './response-tables.ts';
export type { TaskEventCountersTable, TaskEventsTable, TaskJobsTable, TasksTable } from './task-tables.ts';
export type { LedgerEntriesTable, LedgerKind, TaskHoldsTable, WalletsTable } from './wallet-tables.ts';
export type {
  WebhookAttemptsTable,
  WebhookDeliveriesTable,
  WebhookEndpointsTable,
} from './webhook-tables.ts';

/**
 * The tables, the same on SQLite and PostgreSQL: text ids, int8 for money and epoch milliseconds,
 * int4 0/1 for truth, text for JSON. Money is nano-dollars.
 */
export interface Tables extends SignInTables {
  alerts: AlertsTable;
  api_keys: ApiKeysTable;
  attempts: AttemptsTable;
  audit_entries: AuditEntriesTable;
  channels: ChannelsTable;
  code_batches: CodeBatchesTable;
  groups: GroupsTable;
  idempotency_records: IdempotencyRecordsTable;
  image_batch_groups: ImageBatchGroupsTable;
  invitations: InvitationsTable;
  jobs: JobsTable;
  ledger_entries: LedgerEntriesTable;
  lookup_keys: LookupKeysTable;
  management_keys: ManagementKeysTable;
  media_files: MediaFilesTable;
  members: MembersTable;
  models: ModelsTable;
  organizations: OrganizationsTable;
  price_overrides: PriceOverridesTable;
  payment_events: PaymentEventsTable;
  payments: PaymentsTable;
  projects: ProjectsTable;
  provider_keys: ProviderKeysTable;
  redeem_codes: RedeemCodesTable;
  requests: RequestsTable;
  retired_key_values: RetiredKeyValuesTable;
  stored_responses: StoredResponsesTable;
  task_holds: TaskHoldsTable;
  usage_channel_hours: UsageChannelHoursTable;
  usage_days: UsageDaysTable;
  task_event_counters: TaskEventCountersTable;
  task_events: TaskEventsTable;
  task_jobs: TaskJobsTable;
  tasks: TasksTable;
  usage_hours: UsageHoursTable;
  usage_project_hours: UsageProjectHoursTable;
  usage_rolled_days: UsageRolledDaysTable;
  wallets: WalletsTable;
  webhook_attempts: WebhookAttemptsTable;
  webhook_deliveries: WebhookDeliveriesTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_messages: WebhookMessagesTable;
}

export interface GroupsTable {
  id: string;
  name: string;
  /** JSON array of platforms. */
  platforms: string;
  multiplier_ppm: number;
  translate: number;
  /** JSON array of the organizations that may bind keys to it; null is everyone. */
  visible_to: string | null;
  /** JSON object of the retry policy as it was written; null is the usual one. */
  retry: string | null;
  created_at: number;
  updated_at: number;
}

export interface ImageBatchGroupsTable {
  id: string;
  name: string;
  /** JSON array of model names. */
  models: string;
  concurrency: number;
  queue_limit: number;
  /** JSON object: decimal USD by size. */
  prices: string;
  /** As for groups. */
  visible_to: string | null;
  created_at: number;
  updated_at: number;
}

export interface ChannelsTable {
  id: string;
  name: string;
  provider: string;
  base_url: string;
  /** Sealed JSON array of credential strings. */
  credentials_box: string;
  /** JSON array of { name, upstream }; empty means every priced model of the provider. */
  models: string;
  /** JSON array of group ids. */
  group_ids: string;
  /** JSON array of image batch group ids. */
  image_batch_group_ids: string;
  priority: number;
  weight: number;
  concurrency: number;
  /** Most requests at once with one credential; 0 is unlimited. */
  credential_concurrency: number;
  /** As for groups; overrides the group's. */
  retry: string | null;
  /** JSON object of how long the upstream may take; null is the usual. */
  timeouts: string | null;
  allow_private: number;
  status: 'active' | 'inactive';
  created_at: number;
  updated_at: number;
}

/** An organization's own credential for an upstream, usable by that organization alone. */
export interface ProviderKeysTable {
  id: string;
  organization_id: string;
  name: string;
  provider: string;
  base_url: string;
  /** The sealed credential. */
  credential_box: string;
  /** JSON array of { name, upstream }; empty means every priced model of the provider. */
  models: string;
  status: 'active' | 'inactive';
  created_at: number;
  updated_at: number;
}

export interface RequestsTable {
  id: string;
  organization_id: string;
  project_id: string;
  key_id: string;
  group_id: string | null;
  operation: string;
  dialect: string;
  model: string | null;
  upstream_model: string | null;
  route: string | null;
  is_streaming: number;
  state: 'settled' | 'interrupted' | 'refused' | 'failed';
  status: number;
  error_code: string | null;
  input_tokens: number;
  cache_read_tokens: number;
  cache_write_5m_tokens: number;
  cache_write_1h_tokens: number;
  audio_input_tokens: number;
  output_tokens: number;
  reasoning_tokens: number;
  audio_output_tokens: number;
  image_input_tokens: number;
  image_output_tokens: number;
  /** JSON array of what was counted by the piece; null where nothing was. */
  pieces: string | null;
  usage_source: 'upstream' | 'estimated' | 'none';
  /** What the wallet paid. */
  charge_nano: number;
  /** What the request cost beyond what the wallet still had; owed by nobody, shown to the operator. */
  uncollected_nano: number;
  hold_nano: number;
  /** JSON of the price that was applied and every factor; null where nothing was priced. */
  price: string | null;
  client_gone: number;
  started_at: number;
  first_byte_ms: number | null;
  total_ms: number;
}

export interface AttemptsTable {
  request_id: string;
  ordinal: number;
  channel_id: string;
  status: 'succeeded' | 'failed' | 'aborted';
  upstream_status: number | null;
  /** A refusal code when it failed. */
  error_code: string | null;
  started_at: number;
  first_byte_ms: number | null;
  total_ms: number;
  /** What the upstream probably charges for it; null when nothing is known. */
  upstream_cost_nano: number | null;
}

/** Answers kept for repeated POSTs of the management API, sealed because they may hold a new key. */
export interface IdempotencyRecordsTable {
  idempotency_key: string;
  scope: string;
  request_hash: string;
  status: number | null;
  response_box: string | null;
  created_at: number;
}
