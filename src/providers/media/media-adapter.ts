import type { MediaFailure, MediaMade, MediaRequest, Modality } from '../../canonical/media.ts';
import type { PieceCount, Usage } from '../../canonical/usage.ts';
import type { Secret } from '../../core/secret.ts';

/** One request to a media upstream. */
export interface MediaCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /**
   * An operation's path, which the provider puts under the base URL of its channel; or a whole address that an
   * earlier answer of the upstream named, which is asked only where it has the origin of the channel.
   */
  readonly path: string;
  /** Beside the credential's: name, value, name, value. */
  readonly headers: readonly string[];
  readonly body: Buffer | null;
}

/** What came back, whole. */
export interface MediaAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What is asked for and what it is called upstream. */
export interface MediaWork {
  /** The model's name at the upstream. */
  readonly model: string;
  readonly request: MediaRequest;
  /** Ours, for upstreams that take an id of the caller's: lets an ambiguous submit be looked up. */
  readonly taskId: string;
  /** Where the upstream may tell of changes; null where it cannot reach us. */
  readonly callbackUrl: string | null;
}

/** What the work will be: what is charged at most, the vendor's own defaults filled in. */
export interface MediaPlan {
  /** What may be made at most, with size or resolution: what the hold is priced from. */
  readonly piecesCeiling: readonly PieceCount[];
  /** The most tokens it may count, where the vendor counts in tokens; else no use. */
  readonly usageCeiling: Usage;
  /** Whether the upstream is asked once for each piece that is asked for (it makes one at a time). */
  readonly callsEach: boolean;
}

/** Where a job stands at its upstream. `state` is what the next call is made from; it is JSON and holds no secret. */
export type MediaProgress =
  | {
      readonly kind: 'working';
      readonly status: 'queued' | 'running';
      readonly percent: number | null;
      readonly state: unknown;
      /** When the upstream would like to be asked again; null leaves it to the runner. */
      readonly nextPollMs: number | null;
    }
  /** The answer leads to another call that has to be made now, whose answer `readPoll` reads. */
  | { readonly kind: 'continue'; readonly call: MediaCall; readonly state: unknown }
  | { readonly kind: 'succeeded'; readonly made: MediaMade }
  | { readonly kind: 'failed'; readonly failure: MediaFailure; readonly message: string }
  /** Nothing can be said: a failed transport, an error of the poll itself. Never ends a task. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * What came of submitting. Only `refused` and `busy` are certain to have started nothing; `unreadable` leaves
 * open whether there is a job, so nothing is submitted again.
 */
export type Submitted =
  | MediaProgress
  /** The upstream's own no to this request: the caller's mistake, or a credential's. */
  | {
      readonly kind: 'refused';
      readonly failure: MediaFailure;
      readonly message: string;
      /** Whether another channel may be asked: a credential or quota trouble, not the caller's. */
      readonly mayGoElsewhere: boolean;
    }
  | { readonly kind: 'busy'; readonly retryAfterMs: number | null };

/**
 * One vendor's way of doing media work: pure, so that it is tested on recorded shapes. The runner makes the
 * calls. Errors of the vendor are read here and nowhere else.
 */
export interface MediaAdapter {
  readonly modalities: readonly Modality[];
  /** True for a vendor whose answer to a submit is the work itself, so that it runs as soon as it is sent. */
  readonly answersAtOnce?: boolean;
  /**
   * Judges a request before anything is held.
   * @throws {Refusal} `invalid_request` naming the field that this vendor or model cannot do.
   */
  plan(model: string, request: MediaRequest): MediaPlan;
  submit(work: MediaWork): MediaCall;
  readSubmit(work: MediaWork, answer: MediaAnswer): Submitted;
  /** Asks how the job stands; null for a vendor that answers at once. */
  poll(state: unknown): MediaCall | null;
  readPoll(state: unknown, answer: MediaAnswer): MediaProgress;
  /** Asks to stop; null where the vendor has no word for it. */
  cancel(state: unknown): MediaCall | null;
  /** Looks for a job by our own id after an ambiguous submit; null where the vendor cannot. */
  lookUp(work: MediaWork): MediaCall | null;
  /** Which job a callback of the vendor speaks of; null for a vendor that calls nobody back. A hint, never believed. */
  readCallback(body: unknown): { readonly upstreamId: string } | null;
  /** The headers that carry the credential where they differ from the provider's; else null. */
  authHeaders(credential: Secret, nowMs: number): readonly string[] | null;
}
