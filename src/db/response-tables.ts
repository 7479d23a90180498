/**
 * Responses of the Responses API. One that its upstream keeps has a channel and no content; one that is kept
 * here has its content and no channel.
 */
export interface StoredResponsesTable {
  project_id: string;
  id: string;
  organization_id: string;
  channel_id: string | null;
  /** Which credential of the channel made it. */
  credential_index: number | null;
  /** The response it continued. */
  previous_id: string | null;
  status: 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled';
  is_background: number;
  /** The sealed JSON of its input items and of the response. */
  content_box: string | null;
  /** The size of this content and of all that it continued. */
  conversation_bytes: number;
  created_at: number;
  expires_at: number;
}
