import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readBody } from './read-body.ts';

/** A request on a real socket whose client sends this and then goes away, and which has noticed so. */
async function abandonedRequest(text: string): Promise<IncomingMessage> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(text);
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  const closed = new Promise((resolve) => request.once('close', resolve));
  socket.destroy();
  await closed;
  server.close();
  return request;
}

const HEAD = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 8\r\n';

describe('readBody', () => {
  it.each([
    ['whole', `${HEAD}\r\n{"a": 1}`],
    ['half', `${HEAD}\r\n{"a"`],
    ['compressed', `${HEAD}content-encoding: gzip\r\n\r\n1234`],
  ])(
    'ends for a request whose client left before it was read (%s body)',
    async (_name, text) => {
      const request = await abandonedRequest(text);
      await expect(readBody(request, 1_000)).rejects.toMatchObject({ code: 'request_timeout' });
    },
    2_000,
  );
});
