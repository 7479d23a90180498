import type { Clock } from '../../core/clock.ts';
import type { Secret } from '../../core/secret.ts';
import type { MediaAdapter, MediaCall, Provider } from '../../providers/index.ts';
import {
  askWhole,
  type CredentialHeaders,
  type NoAnswer,
  type Upstreams,
  type WholeAnswer,
} from '../../upstream/index.ts';

/** An upstream with what opens it, as a job remembers it. */
export interface OpenedUpstream {
  readonly provider: Provider;
  readonly adapter: MediaAdapter;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly allowPrivate: boolean;
  readonly credential: Secret | null;
}

/** How long an upstream may take. */
export interface TaskTimeouts {
  /** For the answer to a submit, which is the work itself where a vendor answers at once. */
  readonly submitMs: number;
  /** For the answer to anything else. */
  readonly pollMs: number;
}

/** The usual waits. */
export const USUAL_TASK_TIMEOUTS: TaskTimeouts = { submitMs: 600_000, pollMs: 30_000 };

/** Sends a call of an adapter. Never rejects; a submit is sent at most once. */
export type AskUpstream = (
  upstream: OpenedUpstream,
  call: MediaCall,
  kind: 'submit' | 'poll',
) => Promise<WholeAnswer | NoAnswer>;

/** Ten of the largest pictures in base64, with room. */
const MOST_ANSWER_BYTES = 128 * 1024 * 1024;

/** What asks upstreams for media. */
export function createAskUpstream(deps: {
  readonly upstreams: Upstreams;
  readonly credentialHeaders: CredentialHeaders;
  readonly clock: Clock;
  readonly timeouts: TaskTimeouts;
}): AskUpstream {
  const { upstreams, credentialHeaders, clock, timeouts } = deps;

  async function headersFor(upstream: OpenedUpstream, call: MediaCall, path: string): Promise<string[]> {
    const { provider, adapter, credential } = upstream;
    const headers = ['accept', 'application/json', ...provider.defaultHeaders, ...call.headers];
    if (credential === null) {
      return headers;
    }
    const { method, body } = call;
    const proof =
      adapter.authHeaders(credential, clock.nowMs()) ??
      (await credentialHeaders.headersFor(upstream, credential, { method, path, body }));
    return [...headers, ...proof];
  }

  return async (upstream, call, kind) => {
    const place = placeOf(upstream, call.path);
    if (place === null) {
      return notSent(new Error('the upstream named an address that is not its own'));
    }
    let headers: string[];
    try {
      headers = await headersFor(upstream, call, place.path);
    } catch (error) {
      return notSent(error instanceof Error ? error : new Error(String(error)));
    }
    const { baseUrl, path } = place;
    const { allowPrivate } = upstream;
    const waitMs = kind === 'submit' ? timeouts.submitMs : timeouts.pollMs;
    const waits = { firstByteTimeoutMs: waitMs, idleTimeoutMs: waitMs, totalTimeoutMs: waitMs };
    const { method, body } = call;
    return askWhole(
      upstreams.get({ id: `tasks ${allowPrivate} ${baseUrl}`, baseUrl, allowPrivate }),
      { ...{ method, path, headers, body }, ...waits, isOnce: kind === 'submit' },
      MOST_ANSWER_BYTES,
    );
  };
}

/** Where a call goes; null for an address of somebody else, who must not get the credential. */
function placeOf({ baseUrl, provider }: OpenedUpstream, path: string) {
  if (path.startsWith('/')) {
    return { baseUrl, path: provider.pathFor(path) };
  }
  if (!URL.canParse(path)) {
    return null;
  }
  const { origin, pathname, search } = new URL(path);
  return origin === new URL(baseUrl).origin ? { baseUrl: origin, path: pathname + search } : null;
}

function notSent(cause: Error): NoAnswer {
  return { kind: 'none', failure: { code: 'no_channel_available', cause }, mayHaveArrived: false };
}
