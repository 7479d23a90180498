import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';

/** What arrived, verified. */
export interface Told {
  readonly type: string;
  readonly task: string;
  readonly status: string;
}

/** Takes callbacks as a customer does: verifies each by the standard's own library. */
export interface CallbackServer {
  readonly url: string;
  readonly told: readonly Told[];
  /** Callbacks that did not verify. */
  readonly bad: readonly string[];
  /** What arrived since the last `forget`. */
  statuses(): string[];
  forget(): void;
  slowDown(ms: number): void;
  /** The secret that callbacks must be signed with; unknown until the gateway was asked. */
  trust(secret: string): void;
  close(): Promise<void>;
}

/** Starts one on this machine. */
export async function startCallbackServer(): Promise<CallbackServer> {
  const told: Told[] = [];
  const bad: string[] = [];
  let webhook: Webhook | null = null;
  let since = 0;
  let slowMs = 0;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) {
      body += chunk;
    }
    try {
      webhook?.verify(body, request.headers as Record<string, string>);
      const { type, data } = JSON.parse(body) as { type: string; data: { id: string; status: string } };
      told.push({ type, task: data.id, status: data.status });
    } catch (error) {
      bad.push(String(error));
    }
    await delay(slowMs);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    told,
    bad,
    statuses: () => told.slice(since).map(({ status }) => status),
    forget() {
      since = told.length;
      slowMs = 0;
    },
    slowDown(ms) {
      slowMs = ms;
    },
    trust(secret) {
      webhook = new Webhook(secret);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
