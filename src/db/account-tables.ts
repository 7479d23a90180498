import type { Generated } from 'kysely';

export interface OrganizationsTable {
  id: string;
  name: string;
  /** A deleted one keeps its row for its history. */
  status: Generated<'active' | 'deleted'>;
  created_at: number;
}

export interface ProjectsTable {
  id: string;
  organization_id: string;
  name: string;
  mode: 'api-keys' | 'credits' | 'hybrid';
  error_format: 'native' | 'flat';
  /** JSON array of IAM rules. */
  iam_rules: Generated<string>;
  /** JSON arrays of addresses and networks. */
  ip_allow: Generated<string>;
  ip_deny: Generated<string>;
  monthly_budget_nano: number | null;
  /** JSON array of the percentages of the budget at which people are told; null for the usual ones. */
  budget_alert_percents: Generated<string | null>;
  /** Whether only hashes of its keys are kept. */
  hash_only: Generated<number>;
  /** What a new key is bound to that names no group. */
  default_group_id: string | null;
  /** The sealed `whsec_…`; null until it is first asked for. */
  webhook_secret_box: string | null;
  /** How many days results of its media tasks are kept: zero for ever, null as the deployment says. */
  media_retention_days: number | null;
  created_at: number;
}

/** Who belongs to an organization, and as what. One row for each person and organization. */
export interface MembersTable {
  id: string;
  organization_id: string;
  user_id: string;
  role: 'owner' | 'admin' | 'member' | 'viewer';
  created_at: number;
}

/** An invitation stays after it was accepted; a revoked one is deleted. */
export interface InvitationsTable {
  id: string;
  organization_id: string;
  /** In lower case. */
  email: string;
  role: 'owner' | 'admin' | 'member' | 'viewer';
  /** Keyed hash of the token, which is shown once. */
  token_hash: string;
  /** What the audit log calls who invited. */
  invited_by: string;
  expires_at: number;
  accepted_at: number | null;
  created_at: number;
}

/** What programs manage the gateway with. */
export interface ManagementKeysTable {
  id: string;
  /** Null for a key of the operator, which works in every organization. */
  organization_id: string | null;
  name: string;
  lookup_hash: string;
  preview: string;
  /** JSON array of permissions. */
  scopes: string;
  expires_at: number | null;
  status: 'active' | 'revoked';
  last_used_at: number | null;
  /** What the audit log calls who made it. */
  created_by: string;
  created_at: number;
}

/** Append-only. */
export interface AuditEntriesTable {
  id: string;
  at: number;
  actor: string;
  actor_kind: Generated<'operator' | 'management-key' | 'person'>;
  /** The id of the person or the management key; null for the administrator's key. */
  actor_id: string | null;
  /** The address the request came from; null where there is none. */
  address: string | null;
  action: string;
  target_id: string | null;
  organization_id: string | null;
  /** JSON object without secrets. */
  details: string;
  /** JSON objects of what changed, without secrets. */
  before_change: string | null;
  after_change: string | null;
}
