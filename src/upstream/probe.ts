import type { Secret } from '../core/secret.ts';
import type { Provider } from '../providers/provider.ts';
import { startAttempt } from './attempt.ts';
import type { Upstreams, UpstreamTarget } from './pools.ts';

/** What a live test of an upstream found. */
export type Probe =
  | { readonly ok: true; readonly totalMs: number }
  | { readonly ok: false; readonly totalMs: number; readonly status: number | null; readonly reason: string };

/** A person waits for it. */
const PROBE_TIMEOUT_MS = 10_000;

/** Asks an upstream for something free with this credential; null asks without one. Never rejects. */
export async function probe(
  upstreams: Upstreams,
  provider: Provider,
  target: Omit<UpstreamTarget, 'id'>,
  credential: Secret | null,
): Promise<Probe> {
  const startedMs = performance.now();
  const status = await askForStatus(upstreams, provider, target, credential);
  const totalMs = Math.round(performance.now() - startedMs);
  if (typeof status === 'number' && status < 300) {
    return { ok: true, totalMs };
  }
  return {
    ok: false,
    totalMs,
    status: typeof status === 'number' ? status : null,
    reason: reasonFor(status),
  };
}

function askForStatus(
  upstreams: Upstreams,
  provider: Provider,
  target: Omit<UpstreamTarget, 'id'>,
  credential: Secret | null,
): Promise<number | 'timeout' | 'unreachable'> {
  return new Promise((resolve) => {
    const headers = [
      ...provider.defaultHeaders,
      ...(credential === null ? [] : provider.authHeaders(credential)),
    ];
    const attempt = startAttempt(
      upstreams.get({ ...target, id: 'probe' }),
      {
        method: 'GET',
        path: provider.probePath,
        headers: ['accept', 'application/json', ...headers],
        body: null,
        firstByteTimeoutMs: PROBE_TIMEOUT_MS,
        idleTimeoutMs: PROBE_TIMEOUT_MS,
        totalTimeoutMs: PROBE_TIMEOUT_MS,
      },
      {
        receive({ status }) {
          // The status is all there is to learn; the list of models may be long.
          resolve(status);
          attempt.abort();
          return { data: () => undefined, end: () => undefined, fail: () => undefined };
        },
        fail: ({ code }) => resolve(code === 'upstream_timeout' ? 'timeout' : 'unreachable'),
      },
    );
  });
}

function reasonFor(status: number | 'timeout' | 'unreachable'): string {
  if (status === 'timeout') {
    return `the provider did not answer within ${PROBE_TIMEOUT_MS / 1_000} seconds`;
  }
  if (status === 'unreachable') {
    return 'the provider could not be reached at this address';
  }
  return status === 401 || status === 403
    ? `the provider refuses this credential (${status})`
    : `the provider answered ${status} to a test`;
}
