/** Something that people are told of once, when it begins. */
export interface AlertsTable {
  id: string;
  /** Null for what concerns the whole deployment. */
  organization_id: string | null;
  kind: 'wallet_low' | 'budget_reached' | 'quota_reached' | 'channel_failed';
  /** The organization, project, key or channel it is about. */
  subject_id: string;
  /** What was crossed: an amount or a percentage; empty where there is only one. */
  level: string;
  /** The month of a budget; empty where there is none. */
  period: string;
  /** JSON object of what to say. */
  details: string;
  raised_at: number;
  /** Null until everybody was told. */
  sent_at: number | null;
  /** When it was over; null while it goes on, and nobody is told again. */
  ended_at: number | null;
}
