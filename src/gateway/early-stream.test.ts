import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { ask } from '../../test/support/road/ask.ts';
import { type Call, chatCompletions } from '../dialects/index.ts';
import { openStreamEarly } from './early-stream.ts';
import { type Exchange, send } from './exchange.ts';

/** What a client hears whose stream was opened early, when the upstream then answers with no stream. */
async function hear(status: number, body: string) {
  const server = createServer((request, response) => {
    request.resume();
    const made = { id: 'req_1', request, response, access: null, nativeFormat: 'openai', failInStream: null };
    const exchange = made as unknown as Exchange;
    const address = { model: null, query: new URLSearchParams() };
    const call = { operation: chatCompletions, address, facts: { isStreaming: true } } as unknown as Call;
    expect([openStreamEarly(exchange, call), openStreamEarly(exchange, call)]).toEqual([true, true]);
    send(exchange, status, ['content-type', 'application/json'], body);
    send(exchange, status, [], 'once more');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const heard = await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {});
  server.close();
  return heard;
}

it('an error of the upstream is told inside the stream, in its own words', async () => {
  const heard = await hear(
    400,
    JSON.stringify({ error: { message: 'max_tokens is "too" large', type: 'x' } }),
  );
  expect(heard).toMatchObject({ status: 200, isWhole: true });
  expect(heard.headers['content-type']).toBe('text/event-stream');
  const [only, ...others] = heard.text.split('\n\n').filter((frame) => frame !== '');
  expect(others).toEqual([]);
  expect(JSON.parse(only?.replace('data: ', '') ?? '').error).toMatchObject({
    message: 'max_tokens is "too" large',
  });
});

it('an answer without words is told by its status', async () => {
  expect((await hear(503, 'overloaded')).text).toContain('The upstream answered with status 503');
});
