import type { FaultEffect } from '../../simulator/faults.ts';

/** What goes wrong at an upstream, for every request that it gets or for some of them. */
export interface Trouble {
  readonly name: string;
  readonly effect: FaultEffect;
  /** One of so many requests meets it; 1 is all of them. */
  readonly oneIn: number;
  /**
   * What becomes of requests that meet it: they succeed elsewhere, because nothing could be shown yet; their
   * clients are told, because something was; they are served all the same.
   */
  readonly end: 'elsewhere' | 'told' | 'served';
  /** Whether a request may reach the upstream twice within one attempt: it fell on a socket that said nothing. */
  readonly mayResend?: boolean;
}

/** Every kind of trouble the issue names that an upstream can make by itself, the first channels alone. */
export const TROUBLES: readonly Trouble[] = [
  { name: 'a storm of 429', effect: { status: 429, retry_after: 9 }, oneIn: 1, end: 'elsewhere' },
  { name: '429 now and then', effect: { status: 429 }, oneIn: 3, end: 'elsewhere' },
  { name: 'nothing but 500', effect: { status: 500 }, oneIn: 1, end: 'elsewhere' },
  { name: '503 and 529 now and then', effect: { status: 529 }, oneIn: 2, end: 'elsewhere' },
  { name: 'a dead credential', effect: { status: 401 }, oneIn: 1, end: 'elsewhere' },
  { name: 'an account without money', effect: { status: 402 }, oneIn: 1, end: 'elsewhere' },
  {
    name: 'connections that close before the head',
    effect: { cut_after_bytes: 0 },
    oneIn: 2,
    end: 'elsewhere',
    mayResend: true,
  },
  { name: 'an error before content', effect: { error_after: 0 }, oneIn: 2, end: 'elsewhere' },
  { name: 'an error after content', effect: { error_after: 9 }, oneIn: 2, end: 'told' },
  { name: 'no answer at all', effect: { delay_ms: 5_000 }, oneIn: 4, end: 'elsewhere' },
  { name: 'silence before content', effect: { stall_after_chunks: 0 }, oneIn: 4, end: 'elsewhere' },
  { name: 'silence after content', effect: { stall_after_chunks: 9 }, oneIn: 4, end: 'told' },
  { name: 'broken events', effect: { malformed_after: 8 }, oneIn: 2, end: 'told' },
  { name: 'answers without usage', effect: { omit_usage: true }, oneIn: 2, end: 'served' },
  { name: 'bytes one at a time', effect: { split_bytes: 1 }, oneIn: 2, end: 'served' },
  { name: 'idle sockets that are closed', effect: { close_idle_ms: 2 }, oneIn: 1, end: 'served' },
];
