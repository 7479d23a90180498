/** Which requests a rule is about. A field that is missing fits every request. */
export type FaultMatch = {
  /** The credential as it was sent, without its scheme. `*` stands for any text here and below. */
  credential?: string;
  model?: string;
  /** A part of the path, or with `*` the whole path. */
  path?: string;
  /** Only the n-th request that fits the rest, counted from 1; or several of them. */
  nth?: number | number[];
};

/** What happens to a request. Chunks are events of a stream as they go on the wire, the opening ones included. */
export type FaultEffect = {
  /** Answers with this status instead of serving the request. */
  status?: number;
  /** The body of that answer, a text or JSON; without one the provider's own error body is made. */
  body?: unknown;
  /** Headers that are added to the answer, whatever it is. */
  headers?: Record<string, string>;
  /** Waits before anything is sent. */
  delay_ms?: number;
  /** Sends nothing more after so many chunks and leaves the connection open; 0 is after the headers. */
  stall_after_chunks?: number;
  /** Closes the connection after so many bytes of the body; 0 is before the headers. */
  cut_after_bytes?: number;
  /** Writes the body in pieces of so many bytes. */
  split_bytes?: number;
  /** Writes so many chunks at once; true is all of them. */
  merge_chunks?: number | true;
  /** After so many chunks one chunk is broken in its middle, and the rest follows. */
  malformed_after?: number;
  /** After so many chunks the provider's own error is sent inside the stream, and the stream ends. */
  error_after?: number;
  /** Leaves every usage out of the answer. */
  omit_usage?: boolean;
  /** Sends `retry-after` with this value, in seconds; with status 429 when no status is given. */
  retry_after?: number;
  /** Waits before every chunk but the first. */
  slow_chunk_ms?: number;
  /** Closes the connection when it was idle for so long after the answer, without saying so before. */
  close_idle_ms?: number;
};

/** A rule: what happens to which requests. */
export type FaultRule = { match?: FaultMatch; effect: FaultEffect };

/** What a rule is compared with. */
export type FaultSubject = { readonly credential: string; readonly model: string; readonly path: string };

/** The rules in force. */
export type Faults = {
  add(rules: readonly FaultRule[]): void;
  list(): FaultRule[];
  clear(): void;
  /**
   * The effect on this request, or undefined. Every rule that fits counts the request; the effects of those
   * that apply are joined, the earlier rule winning where two set the same field.
   */
  effectOn(subject: FaultSubject): FaultEffect | undefined;
};

/** Creates an empty set of rules. */
export function createFaults(): Faults {
  let rules: { readonly rule: FaultRule; seen: number }[] = [];
  return {
    add(more) {
      rules.push(...more.map((rule) => ({ rule, seen: 0 })));
    },
    list: () => rules.map(({ rule }) => rule),
    clear() {
      rules = [];
    },
    effectOn(subject) {
      let effect: FaultEffect | undefined;
      for (const counted of rules) {
        const match = counted.rule.match ?? {};
        if (!fits(match, subject)) continue;
        counted.seen++;
        if (isTurn(match.nth, counted.seen)) effect = { ...counted.rule.effect, ...effect };
      }
      return effect;
    },
  };
}

function isTurn(nth: number | number[] | undefined, seen: number): boolean {
  if (nth === undefined) return true;
  return Array.isArray(nth) ? nth.includes(seen) : nth === seen;
}

function fits(match: FaultMatch, subject: FaultSubject): boolean {
  if (match.credential !== undefined && !isLike(subject.credential, match.credential)) return false;
  if (match.model !== undefined && !isLike(subject.model, match.model)) return false;
  if (match.path === undefined) return true;
  return match.path.includes('*') ? isLike(subject.path, match.path) : subject.path.includes(match.path);
}

function isLike(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern;
  const parts = pattern.split('*').map((part) => RegExp.escape(part));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}
