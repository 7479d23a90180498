/** Prices an operator set; they win over the catalogue. */
export interface ModelsTable {
  name: string;
  /** JSON of the price as it was written: decimal strings in USD. */
  price: string;
  updated_at: number;
}

/** Prices that hold in one place, or from a day on; they win over `models` and the catalogue. */
export interface PriceOverridesTable {
  id: string;
  scope: 'model' | 'channel' | 'group' | 'organization';
  /** The channel, group or organization; empty for every one. */
  scope_id: string;
  /** A name, or a pattern with `*`. */
  model: string;
  /** As in `models`. */
  price: string;
  valid_from: number;
  created_at: number;
}
