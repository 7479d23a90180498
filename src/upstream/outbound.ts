import type { Readable } from 'node:stream';
import { Agent, type Dispatcher, EnvHttpProxyAgent, errors, request } from 'undici';
import { AddressRefusedError } from './address-guard.ts';
import { guardedConnector } from './guarded-connector.ts';

/** One request to an address that is no channel's: of a reference, a result, a webhook, an object store. */
export interface OutboundRequest {
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Flat: name, value, name, value. */
  readonly headers: readonly string[];
  readonly body: Buffer | Readable | null;
  /** Whether loopback and private addresses may be reached; link-local ones never are. */
  readonly allowPrivate: boolean;
  /** How long all of it may take, the body of the answer included. */
  readonly timeoutMs: number;
}

/** An answer whose body is still coming; whoever has it reads it or destroys it. */
export interface OutboundAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** Nothing came back. The message holds no address, since callers may see it. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly reason: 'address_refused' | 'unreachable' | 'timeout';

  constructor(reason: OutboundError['reason'], cause: unknown) {
    super(SENTENCES[reason], { cause });
    this.reason = reason;
  }
}

const SENTENCES = {
  address_refused: 'the address is private or link-local and not allowed',
  unreachable: 'the address could not be reached',
  timeout: 'the address did not answer in time',
} as const;

/** Requests to addresses that callers, upstreams and operators name, each judged where it is connected to. */
export interface Outbound {
  /**
   * Redirects are not followed.
   * @throws {OutboundError} when nothing comes back.
   */
  send(request: OutboundRequest): Promise<OutboundAnswer>;
  close(): Promise<void>;
}

const CONNECTIONS_PER_ORIGIN = 64;

/** Opens no connection yet. With `useProxy` the proxy resolves names, not we. */
export function createOutbound(options: {
  readonly connectTimeoutMs: number;
  readonly useProxy: boolean;
}): Outbound {
  const agents = new Map<boolean, Dispatcher>();
  return {
    async send({ url, method, headers, body, allowPrivate, timeoutMs }) {
      const agent = agents.get(allowPrivate) ?? openAgent(allowPrivate, options);
      agents.set(allowPrivate, agent);
      try {
        const answer = await request(url, {
          dispatcher: agent,
          method,
          headers: [...headers],
          body,
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          signal: AbortSignal.timeout(timeoutMs),
        });
        // Whoever reads the body hears of its errors; one that is thrown away unread has nobody to tell.
        answer.body.on('error', () => undefined);
        return { status: answer.statusCode, headers: answer.headers, body: answer.body };
      } catch (error) {
        throw new OutboundError(reasonOf(error), error);
      }
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
      agents.clear();
    },
  };
}

function openAgent(
  allowPrivate: boolean,
  { connectTimeoutMs, useProxy }: Parameters<typeof createOutbound>[0],
): Dispatcher {
  const shared = { connections: CONNECTIONS_PER_ORIGIN, pipelining: 1, allowH2: false };
  return useProxy
    ? new EnvHttpProxyAgent({ ...shared, connect: { timeout: connectTimeoutMs } })
    : new Agent({ ...shared, connect: guardedConnector(allowPrivate, connectTimeoutMs) });
}

function reasonOf(error: unknown): OutboundError['reason'] {
  if (error instanceof AddressRefusedError) {
    return 'address_refused';
  }
  const isLate =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.ConnectTimeoutError ||
    (error instanceof DOMException && error.name === 'TimeoutError');
  return isLate ? 'timeout' : 'unreachable';
}
