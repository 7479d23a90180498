/** Codes that were made together, each worth the same. */
export interface CodeBatchesTable {
  id: string;
  name: string;
  amount_nano: number;
  count: number;
  /** Null for codes that never expire. */
  expires_at: number | null;
  /** What the audit log calls who made them. */
  created_by: string;
  created_at: number;
}

/** A code that somebody may turn into credit, once. */
export interface RedeemCodesTable {
  id: string;
  batch_id: string;
  /** Keyed hash of the code; it is found by it. */
  lookup_hash: string;
  /** The sealed code. */
  code_box: string;
  /** The end of it, for people to tell codes apart. */
  last4: string;
  status: 'active' | 'disabled' | 'redeemed';
  organization_id: string | null;
  redeemed_at: number | null;
  /** What the audit log calls who redeemed it. */
  redeemed_by: string | null;
}
