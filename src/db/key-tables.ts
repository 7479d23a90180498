import type { Generated } from 'kysely';

/** API keys with their whole policy. A deleted key keeps its row for the sake of its usage. */
export interface ApiKeysTable {
  id: string;
  organization_id: string;
  project_id: string;
  group_id: string | null;
  image_batch_group_id: string | null;
  type: 'general' | 'image';
  name: string;
  lookup_hash: string;
  /** The sealed key; null where keys are hash-only. */
  key_box: string | null;
  preview: string;
  status: 'active' | 'inactive' | 'deleted';
  expires_at: number | null;
  quota_nano: number | null;
  quota_used_nano: Generated<number>;
  /** The percentage of the quota at which people are told; null for the usual one. */
  quota_alert_percent: Generated<number | null>;
  /** JSON array of patterns. */
  models: string;
  /** JSON object of strings. */
  tags: string;
  rpm: number | null;
  tpm: number | null;
  concurrency: number | null;
  queue_limit: Generated<number>;
  spend_5h_nano: number | null;
  spend_1d_nano: number | null;
  spend_7d_nano: number | null;
  spend_30d_nano: number | null;
  /** JSON array of addresses and networks. */
  ip_allow: Generated<string>;
  /** As `ip_allow`. */
  ip_deny: Generated<string>;
  /** JSON array of rules. */
  iam_rules: Generated<string>;
  default_model: string | null;
  /** The person who made it; null for a key made without one. */
  created_by: string | null;
  /** When it was reported as leaked; null again after a rotation. */
  leaked_at: number | null;
  last_used_at: number | null;
  created_at: number;
  updated_at: number;
}

/** Strings that a key had before it was rotated. They stay for good, so that nobody can take one again. */
export interface RetiredKeyValuesTable {
  lookup_hash: string;
  key_id: string;
  preview: string;
  /** Until when the string still works. */
  expires_at: number;
}

/** The one row holds what strings are hashed with, sealed: it opens under the master key of the database alone. */
export interface LookupKeysTable {
  /** Always 1. */
  id: number;
  key_box: string;
}
