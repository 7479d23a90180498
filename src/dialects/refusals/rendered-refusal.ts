import type { Refusal, RefusalKind } from '../../core/refusal.ts';

/** A refusal as it goes over the wire. */
export interface RenderedRefusal {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What one format makes of a refusal. */
export interface RefusalRenderer {
  /** The status where this format differs from the catalogue. */
  status(refusal: Refusal): number;
  /** The body, not yet printed. */
  body(refusal: Refusal, requestId: string): object;
}

/** One word for each kind of refusal, in a dialect's own vocabulary. */
export type KindWords = Readonly<Record<RefusalKind, string>>;
