import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { createDeadlines, type Deadlines } from './deadlines.ts';
import { guardedConnector } from './guarded-connector.ts';

/** What a pool is made for; a change of any of it makes a new pool. */
export interface UpstreamTarget {
  readonly id: string;
  readonly baseUrl: string;
  readonly allowPrivate: boolean;
}

/** An upstream ready to be asked. */
export interface Upstream {
  readonly dispatcher: Dispatcher;
  /** A connection that no request used before; whoever opens it closes it. */
  openFresh(): Dispatcher;
  readonly origin: string;
  /** The path of the base URL, without a slash at the end. */
  readonly basePath: string;
  /** Where attempts at this upstream are watched. */
  readonly deadlines: Deadlines;
}

/** The connections of every channel: one bounded pool each, so that one slow upstream starves no other. */
export interface Upstreams {
  /** The upstream of a channel; opened at its first use. */
  get(target: UpstreamTarget): Upstream;
  /** Closes pools of channels that are no longer there, once their running requests are done. */
  keepOnly(ids: ReadonlySet<string>): void;
  close(): Promise<void>;
}

/** Settings of all pools. */
export interface UpstreamsOptions {
  /** Allows loopback and private addresses for every channel. */
  readonly allowPrivate: boolean;
  readonly connectTimeoutMs: number;
  readonly connectionsPerChannel: number;
  /** Takes HTTPS_PROXY, HTTP_PROXY and NO_PROXY into account; then the proxy resolves names, not we. */
  readonly useProxy: boolean;
}

/**
 * Idle sockets are given up well before the sixty seconds after which common edges close them, so that
 * a request rarely meets a socket that is closing.
 */
const KEEP_ALIVE_MS = 4_000;
const KEEP_ALIVE_MAX_MS = 30_000;

/** Opens no connection yet. */
export function createUpstreams(options: UpstreamsOptions): Upstreams {
  const open = new Map<string, Upstream & UpstreamTarget>();
  const deadlines = createDeadlines();
  return {
    get(target) {
      const known = open.get(target.id);
      if (known?.baseUrl === target.baseUrl && known.allowPrivate === target.allowPrivate) {
        return known;
      }
      void known?.dispatcher.close();
      const url = new URL(target.baseUrl);
      const openWith = (connections: number): Dispatcher =>
        openDispatcher(url.origin, target.allowPrivate || options.allowPrivate, connections, options);
      const upstream = {
        id: target.id,
        baseUrl: target.baseUrl,
        allowPrivate: target.allowPrivate,
        origin: url.origin,
        deadlines,
        basePath: url.pathname.replace(/\/+$/, ''),
        dispatcher: openWith(options.connectionsPerChannel),
        openFresh: () => openWith(1),
      };
      open.set(target.id, upstream);
      return upstream;
    },
    keepOnly(ids) {
      for (const [id, upstream] of open) {
        if (!ids.has(id)) {
          open.delete(id);
          void upstream.dispatcher.close();
        }
      }
    },
    async close() {
      deadlines.stop();
      await Promise.all([...open.values()].map((upstream) => upstream.dispatcher.destroy()));
      open.clear();
    },
  };
}

function openDispatcher(
  origin: string,
  allowPrivate: boolean,
  connections: number,
  options: UpstreamsOptions,
): Dispatcher {
  const shared = {
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MAX_MS,
    // Attempts keep their own time; undici's 300 seconds would cut long generations.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  if (options.useProxy) {
    return new EnvHttpProxyAgent({ ...shared, connect: { timeout: options.connectTimeoutMs } });
  }
  return new Pool(origin, { ...shared, connect: guardedConnector(allowPrivate, options.connectTimeoutMs) });
}
