import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One webhook as it arrived. */
export interface Arrived {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver of webhooks on this machine: for tests. What a path is not told to answer is answered by 200. */
export async function startReceiver() {
  const arrived: Arrived[] = [];
  const answers = new Map<string, { status: number; body?: string; location?: string }>();
  const hanging = new Set<string>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    arrived.push({ path, headers: request.headers, body: await text(request) });
    if (hanging.has(path)) {
      return;
    }
    const { status, body = '', location } = answers.get(path) ?? { status: 200 };
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    answers,
    /** Paths that never answer. */
    hanging,
    typesAt: (path: string) =>
      arrived
        .filter((one) => one.path === path)
        .map((one) => (JSON.parse(one.body) as { type: string }).type),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
