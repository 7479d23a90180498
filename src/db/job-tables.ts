/** What is known of a job of `src/worker`. */
export interface JobsTable {
  name: string;
  next_run_at: number;
  /** Until when one process alone may run it; null while nobody does. */
  leased_until: number | null;
  /** When it last ended, well or not. */
  finished_at: number | null;
  succeeded_at: number | null;
  /** Why the last run failed; null when it went well. */
  error: string | null;
}
