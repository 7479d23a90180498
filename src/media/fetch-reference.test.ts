import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutbound } from '../upstream/index.ts';
import { createReferences } from './index.ts';
import { NO_PICTURE, PNG } from './testing/samples.ts';

const outbound = createOutbound({ connectTimeoutMs: 2_000, useProxy: false });
const open = createReferences({ outbound, allowPrivate: true });
const guarded = createReferences({ outbound, allowPrivate: false });
const bounds = { field: 'image', kinds: ['image'] as const, maxBytes: 1_000 };
let server: Server;
let url = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    switch (request.url) {
      case '/picture':
        return response.end(PNG);
      case '/lie':
        return response.writeHead(200, { 'content-type': 'image/png' }).end(NO_PICTURE);
      case '/long':
        return response.end(Buffer.concat([PNG, Buffer.alloc(2_000)]));
      case '/cut':
        response.writeHead(200, { 'content-length': 500 }).write(PNG);
        return setTimeout(() => response.destroy(), 10);
      case '/elsewhere':
        return response.writeHead(302, { location: '/picture' }).end();
      default:
        return response.writeHead(403).end('the words of an internal service');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await outbound.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('a reference', () => {
  it('is fetched, or stands in the request itself', async () => {
    const inline = `data:image/jpeg;base64,${PNG.toString('base64')}`;
    for (const from of [`${url}/picture`, inline]) {
      expect(await open.fetch(from, bounds)).toEqual({ mediaType: 'image/png', bytes: PNG });
    }
    expect(await open.accept(PNG, bounds)).toEqual({ mediaType: 'image/png', bytes: PNG });
  });

  it.each([
    ['/lie', /is not image/],
    ['/long', /has more than 1000 bytes/],
    ['/cut', /could not be read to its end/],
    ['/elsewhere', /answers with the media itself/],
    ['/forbidden', /answers with the media itself/],
  ])('is refused by its field where %s', async (path, message) => {
    const refused = open.fetch(url + path, bounds);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request', param: 'image' });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.not.toThrow(/internal service/);
  });

  it.each(['ftp://example.com/x', 'file:///etc/passwd', 'http://', 'picture.png', 'data:image/png,plain'])(
    'is refused where it is %s',
    async (address) => {
      await expect(open.fetch(address, bounds)).rejects.toMatchObject({ param: 'image' });
    },
  );

  it.each(['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1', 'http://169.254.169.254/latest'])(
    'F28, F29: is never fetched from %s',
    async (address) => {
      await expect(guarded.fetch(address, bounds)).rejects.toThrow(/private or link-local/);
    },
  );

  it('F29: is never fetched from where clouds keep their metadata, whatever a setting says', async () => {
    await expect(open.fetch('http://169.254.169.254/', bounds)).rejects.toThrow(/private or link-local/);
  });
});
