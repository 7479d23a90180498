/** Addresses that events of a project are told to. */
export interface WebhookEndpointsTable {
  id: string;
  organization_id: string;
  project_id: string;
  url: string;
  /** JSON array of the types of events it is told of; empty is all of them. */
  event_types: string;
  status: 'active' | 'disabled';
  /** Why it is disabled, where nobody said so by hand. */
  disabled_reason: 'gone' | 'failing' | null;
  /** The sealed `whsec_…`, and the one before for as long as both sign. */
  secret_box: string;
  old_secret_box: string | null;
  old_secret_until: number | null;
  /** Since when nothing has arrived there; null while things arrive. */
  failing_since: number | null;
  created_at: number;
}

/** Events as they are told, the same to everybody. */
export interface WebhookMessagesTable {
  /** The `webhook-id`. */
  id: string;
  /** The JSON that is sent, byte by byte. */
  body: string;
  created_at: number;
}

/** One event for one receiver. */
export interface WebhookDeliveriesTable {
  id: string;
  message_id: string;
  organization_id: string;
  project_id: string;
  task_id: string | null;
  event_type: string;
  /** Null for the callback of a task, which has its address here. */
  endpoint_id: string | null;
  callback_url: string | null;
  /** What is told so much at once at most: the endpoint, or the origin of a callback. */
  receiver: string;
  /** The place among the events of its task; null where the order does not matter any more. */
  sequence: number | null;
  status: 'pending' | 'succeeded' | 'failed' | 'canceled';
  /** Tries in all, and those in a row that decide when the next one is. */
  attempts: number;
  failures: number;
  /** Null once it is over. */
  next_attempt_at: number | null;
  leased_until: number | null;
  /** Of the last try. */
  answer_status: number | null;
  error: string | null;
  created_at: number;
  finished_at: number | null;
}

/** One try to tell somebody. */
export interface WebhookAttemptsTable {
  delivery_id: string;
  ordinal: number;
  started_at: number;
  total_ms: number;
  answer_status: number | null;
  /** Why nothing was answered; null when something was. */
  error: string | null;
  /** The beginning of what was answered. */
  answer: string | null;
}
