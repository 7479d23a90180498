import type { Generated } from 'kysely';

/** Media tasks; the row is its place in the queue of the runners. */
export interface TasksTable {
  id: string;
  organization_id: string;
  project_id: string;
  key_id: string;
  /** The group or image batch group whose channels serve it. */
  pool_id: string;
  /** The request that made it, under which it is in the request log once it is over. */
  request_id: string;
  /** Which family of addresses it came through. */
  surface: string;
  modality: 'image' | 'video' | 'music';
  model: string;
  state: 'pending' | 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled' | 'timeout';
  /** JSON object of what is asked for; inputs as ids of the media store. */
  request: string;
  /** JSON array of the prices that were agreed, by channel. */
  terms: string;
  callback_url: string | null;
  idempotency_key: string | null;
  /** Keyed hash of what was asked with that Idempotency-Key. */
  request_hash: string | null;
  hold_nano: number;
  /** How far the upstream says it is. */
  percent: number | null;
  /** JSON array of what is in the media store. */
  outputs: string | null;
  error_code: string | null;
  error_message: string | null;
  /** JSON object of what was measured: tokens and pieces. */
  usage: string | null;
  /** Null until it is over. */
  charge_nano: number | null;
  is_cancel_requested: Generated<number>;
  /** Waits for a place at its group or channel, and is woken when one may be free. */
  is_parked: Generated<number>;
  /** Takes one of the places of its pool: an upstream was asked, or is about to be. */
  is_active: Generated<number>;
  /** The runner that looks at it. */
  lease_owner: string | null;
  /** When a runner looks at it next, leased or not; null when it is parked or over. */
  due_at: number | null;
  deadline_at: number;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  /** When what it made is removed. */
  expires_at: number | null;
  updated_at: number;
  is_deleted: Generated<number>;
}

/** What upstreams are asked for one task: one job, or one for each piece. */
export interface TaskJobsTable {
  task_id: string;
  ordinal: number;
  state: 'waiting' | 'submitting' | 'unknown' | 'working' | 'made' | 'failed';
  /** Everything that is needed to ask again, whatever becomes of the channel. */
  channel_id: string | null;
  provider: string | null;
  base_url: string | null;
  allow_private: number | null;
  /** The sealed credential that it was submitted with; null for a channel without one, and once it is over. */
  credential_box: string | null;
  upstream_model: string | null;
  /** Counts submits, so that an answer that comes late is known for what it is. */
  attempt: Generated<number>;
  /** JSON array of the attempts for the request log. */
  attempts: string | null;
  /** JSON of the adapter: what the next question is made from. */
  upstream_state: string | null;
  is_cancel_sent: Generated<number>;
  /** JSON object of what came of it. */
  made: string | null;
  failure: string | null;
  failure_message: string | null;
  submitted_at: number | null;
}

/** What callers are told, numbered by key without a gap, so that whoever comes back misses nothing. */
export interface TaskEventsTable {
  key_id: string;
  seq: number;
  task_id: string;
  state: TasksTable['state'];
  at: number;
}

/** The last number of each key. */
export interface TaskEventCountersTable {
  key_id: string;
  last_seq: number;
}
