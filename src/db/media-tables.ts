/** Files of media tasks: what they start from and what came of them. Their bytes are in the media storage. */
export interface MediaFilesTable {
  id: string;
  organization_id: string;
  project_id: string;
  task_id: string;
  role: 'input' | 'output' | 'thumbnail';
  /** The place among the files of the same task and role, from zero. */
  ordinal: number;
  media_type: string;
  bytes: number;
  /** Of the bytes, in hexadecimal. */
  sha256: string;
  /** Length of a film or a sound; null when nobody says. */
  seconds: number | null;
  created_at: number;
  /** Null for as long as the project keeps it. */
  expires_at: number | null;
  /** When its bytes were removed; the row stays, so that a link can say what became of it. */
  deleted_at: number | null;
}
