import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { createLateListener } from './late-listener.ts';

it('is made at the first request, once, and every request waits for it with its body', async () => {
  let made = 0;
  const listener = createLateListener(async () => {
    made += 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return (request, response) => void text(request).then((body) => response.end(body));
  });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (body: string) => (await fetch(url, { method: 'POST', body })).text();

  expect(made).toBe(0);
  expect(await Promise.all([ask('one'), ask('two')])).toEqual(['one', 'two']);
  expect(await ask('three')).toBe('three');
  expect(made).toBe(1);
  server.closeAllConnections();
  server.close();
});
