import type { Secret } from '../core/secret.ts';
import type { Provider } from '../providers/provider.ts';
import { startAttempt } from './attempt.ts';
import type { CredentialHeaders } from './credentials/credential-headers.ts';
import type { Upstreams, UpstreamTarget } from './pools.ts';

/** What a live test of an upstream found. */
export type Probe =
  | { readonly ok: true; readonly totalMs: number; readonly status: number }
  | { readonly ok: false; readonly totalMs: number; readonly status: number | null; readonly reason: string };

/** Asks an upstream for something free with a credential; null asks without one. Never rejects. */
export type ProbeUpstream = (
  provider: Provider,
  target: Omit<UpstreamTarget, 'id'>,
  credential: Secret | null,
) => Promise<Probe>;

/** What came of asking: a status, or why there is none. */
type Outcome = number | 'timeout' | 'unreachable' | 'no-token';

/** A person waits for it. */
const PROBE_TIMEOUT_MS = 10_000;

/** The live test of upstreams. */
export function createProbe(deps: {
  readonly upstreams: Upstreams;
  readonly credentialHeaders: CredentialHeaders;
}): ProbeUpstream {
  return async (provider, target, credential) => {
    const startedMs = performance.now();
    const outcome = await ask(deps, provider, target, credential);
    const totalMs = Math.round(performance.now() - startedMs);
    if (typeof outcome === 'number' && provider.probeProves(outcome)) {
      return { ok: true, totalMs, status: outcome };
    }
    const status = typeof outcome === 'number' ? outcome : null;
    return { ok: false, totalMs, status, reason: reasonFor(outcome) };
  };
}

async function ask(
  { upstreams, credentialHeaders }: Parameters<typeof createProbe>[0],
  provider: Provider,
  target: Omit<UpstreamTarget, 'id'>,
  credential: Secret | null,
): Promise<Outcome> {
  const { probeBody } = provider;
  const request = {
    method: probeBody === null ? ('GET' as const) : ('POST' as const),
    path: provider.pathFor(provider.probePath),
    body: probeBody === null ? null : Buffer.from(probeBody),
  };
  const headers = ['accept', 'application/json', ...provider.defaultHeaders];
  if (probeBody !== null) {
    headers.push('content-type', 'application/json');
  }
  if (credential !== null) {
    try {
      headers.push(...(await credentialHeaders.headersFor({ ...target, provider }, credential, request)));
    } catch {
      return 'no-token';
    }
  }
  return statusOf(upstreams, target, { ...request, headers });
}

function statusOf(
  upstreams: Upstreams,
  target: Omit<UpstreamTarget, 'id'>,
  request: { method: 'GET' | 'POST'; path: string; headers: string[]; body: Buffer | null },
): Promise<Outcome> {
  const bounds = {
    firstByteTimeoutMs: PROBE_TIMEOUT_MS,
    idleTimeoutMs: PROBE_TIMEOUT_MS,
    totalTimeoutMs: PROBE_TIMEOUT_MS,
  };
  return new Promise((resolve) => {
    const attempt = startAttempt(
      upstreams.get({ ...target, id: 'probe' }),
      { ...request, ...bounds },
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

function reasonFor(outcome: Outcome): string {
  switch (outcome) {
    case 'timeout':
      return `the provider did not answer within ${PROBE_TIMEOUT_MS / 1_000} seconds`;
    case 'unreachable':
      return 'the provider could not be reached at this address';
    case 'no-token':
      return 'no token was given for this credential';
    case 401:
    case 403:
      return `the provider refuses this credential (${outcome})`;
    default:
      return `the provider answered ${outcome} to a test`;
  }
}
