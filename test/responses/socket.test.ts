import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  type Frame,
  openResponsesSocket,
  RefusedUpgrade,
  type ResponsesSocket,
} from '../support/responses-socket.ts';

let gateway: TestGateway;
const open: ResponsesSocket[] = [];
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((socket) => socket.close()));
  gateway.simulator.clearFaults();
});
afterAll(() => gateway.close());

async function connect(path?: string): Promise<ResponsesSocket> {
  const socket = await openResponsesSocket(gateway.url, gateway.key, path === undefined ? {} : { path });
  open.push(socket);
  return socket;
}

/** A request as Codex sends it: nothing stored, reasoning given back. */
function codex(input: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    model: 'gpt-test',
    instructions: 'You are Codex',
    input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: input }] }],
    tools: [],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    store: false,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: 'thread',
    ...more,
  };
}

function lastBody(): Record<string, unknown> {
  return JSON.parse(gateway.simulator.requests().at(-1)?.body ?? '{}') as Record<string, unknown>;
}

function textOf(frames: readonly Frame[]): string {
  return frames.map(({ type, delta }) => (type === 'response.output_text.delta' ? delta : '')).join('');
}

describe('fact 17: the WebSocket of Responses', () => {
  it.each(['/v1/responses', '/responses', '/backend-api/codex/responses'])('speaks at %s', async (path) => {
    const socket = await connect(path);
    const frames = await socket.create(codex('hello socket'));
    expect(frames[0]?.type).toBe('response.created');
    expect(frames.map(({ sequence_number }) => sequence_number)).toEqual(frames.map((_, index) => index));
    expect(frames.at(-1)).toMatchObject({
      type: 'response.completed',
      response: {
        status: 'completed',
        usage: { total_tokens: expect.any(Number), cost: expect.any(Number) },
      },
    });
    expect(textOf(frames)).toContain('hello socket');
    expect(lastBody()).not.toHaveProperty('type');
    expect(lastBody()).toMatchObject({ stream: true, store: false });
  });

  it.each(['gpt-test', 'claude-test', 'gemini-test'])(
    'continues with %s what only the connection remembers',
    async (model) => {
      const socket = await connect();
      const [first] = (await socket.create(codex('call me Ishmael', { model }))).slice(-1);
      const second = await socket.create(
        codex('who am I', { model, previous_response_id: first?.response?.id }),
      );
      expect(second.at(-1)?.type).toBe('response.completed');
      expect(JSON.stringify(lastBody())).toContain('call me Ishmael');
      expect(lastBody()).not.toHaveProperty('previous_response_id');
      // The latest response alone is remembered, and by this connection alone.
      const stale = await socket.create(codex('x', { model, previous_response_id: first?.response?.id }));
      expect(stale).toMatchObject([
        { type: 'error', status: 400, error: { code: 'previous_response_not_found' } },
      ]);
    },
  );

  it('warms up without generating, and goes on from there', async () => {
    const socket = await connect();
    const before = gateway.simulator.requests().length;
    const warm = await socket.create(codex('a long preamble', { generate: false }));
    expect(warm.map(({ type }) => type)).toEqual(['response.created', 'response.completed']);
    expect(gateway.simulator.requests()).toHaveLength(before);
    const id = warm.at(-1)?.response?.id;
    expect(id).toMatch(/^resp_/);
    const frames = await socket.create(codex('and a question', { previous_response_id: id }));
    expect(frames.at(-1)?.type).toBe('response.completed');
    expect(JSON.stringify(lastBody())).toContain('a long preamble');
  });

  it('meters, charges and records every request', async () => {
    const socket = await connect();
    const before = await gateway.wallet();
    await socket.create(codex('count me'));
    await expect
      .poll(async () => (await gateway.requests()).find(({ operation }) => operation === 'responses'))
      .toMatchObject({ state: 'settled', stream: true, status: 200, usage_source: 'upstream' });
    expect(Number((await gateway.wallet()).spent)).toBeGreaterThan(Number(before.spent));
  });

  it('tells errors of the upstream and refusals with their status', async () => {
    const socket = await connect();
    gateway.simulator.addFaults([{ match: { nth: 1 }, effect: { status: 429, retry_after: 7 } }]);
    const [limited] = await socket.create(codex('too fast'));
    expect(limited).toMatchObject({
      type: 'error',
      status: 429,
      error: { code: 'rate_limit_exceeded' },
      headers: { 'retry-after': '7', 'x-request-id': expect.stringMatching(/^req_/) },
    });
    const [unknown] = await socket.create(codex('x', { model: 'no-such-model' }));
    expect(unknown).toMatchObject({ type: 'error', status: 404, error: { code: 'model_not_found' } });
    expect((await socket.create(codex('still alive'))).at(-1)?.type).toBe('response.completed');
  });

  it.each(['gpt-test', 'claude-test'])(
    'ends every response of %s, however its upstream breaks off',
    async (model) => {
      const socket = await connect();
      for (const effect of [{ error_after: 4 }, { cut_after_bytes: 3_000 }]) {
        gateway.simulator.addFaults([{ match: { nth: 1 }, effect }]);
        const last = (await socket.create(codex('break off repeat:200', { model }))).at(-1);
        expect(last?.type).toMatch(/^(error|response\.failed)$/);
        expect(last?.error ?? last?.response?.error).toMatchObject({ code: expect.any(String) });
        gateway.simulator.clearFaults();
      }
      expect((await socket.create(codex('fine again', { model }))).at(-1)?.type).toBe('response.completed');
    },
  );

  it('looks the key up again for every request', async () => {
    const made = await gateway.manage<{ id: string; key: string }>('POST', '/keys', {
      name: 'short-lived',
      group: 'default',
    });
    const socket = await openResponsesSocket(gateway.url, made.body.key);
    open.push(socket);
    expect((await socket.create(codex('hello'))).at(-1)?.type).toBe('response.completed');
    await gateway.manage('PATCH', `/keys/${made.body.id}`, { status: 'inactive' });
    expect(await socket.create(codex('hello'))).toMatchObject([{ type: 'error', status: 401 }]);
  });

  it('refuses binary frames, other frames and a second request while one runs', async () => {
    const socket = await connect();
    socket.socket.send(Buffer.from('{}'));
    expect(await socket.next()).toMatchObject({
      type: 'error',
      status: 400,
      error: { code: 'invalid_request' },
    });
    socket.socket.send('not json');
    expect(await socket.next()).toMatchObject({ type: 'error', error: { code: 'invalid_json' } });
    socket.send({ type: 'session.update' });
    expect(await socket.next()).toMatchObject({ type: 'error', error: { code: 'invalid_request' } });
    socket.send({ type: 'response.create', ...codex('whales chunks:40 repeat:400') });
    socket.send({ type: 'response.create', ...codex('me too') });
    const frames = [await socket.next()];
    while (frames.at(-1)?.type !== 'response.completed') {
      frames.push(await socket.next());
    }
    expect(frames.filter(({ type }) => type === 'error')).toMatchObject([{ status: 409 }]);
    expect(textOf(frames)).toContain('whales');
  });

  it('cancels and charges what runs when its client closes', async () => {
    const socket = await connect();
    gateway.simulator.addFaults([{ effect: { slow_chunk_ms: 50 } }]);
    socket.send({ type: 'response.create', ...codex('chunks:100 repeat:1000 leave early') });
    while ((await socket.next()).type !== 'response.output_text.delta') {
      // The first piece of text is awaited.
    }
    socket.socket.terminate();
    await expect
      .poll(async () => (await gateway.requests())[0], { timeout: 5_000 })
      .toMatchObject({ state: 'settled', client_gone: true, usage_source: 'estimated' });
    expect(await gateway.wallet()).toMatchObject({ held: '0' });
  });

  it('refuses a wrong key before the upgrade, as plain HTTP', async () => {
    const refused = await openResponsesSocket(gateway.url, 'sk-wrong').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RefusedUpgrade);
    expect(refused).toMatchObject({ status: 401, body: expect.stringContaining('invalid_api_key') });
  });

  it('serves a request that asks for another protocol, or elsewhere, as if it had not', async () => {
    const elsewhere = await openResponsesSocket(gateway.url, gateway.key, { path: '/v1/models' }).catch(
      (error: unknown) => error,
    );
    expect(elsewhere).toMatchObject({ status: 200 });
    const plain = await gateway.get('/v1/responses');
    expect(plain.status).toBe(405);
  });

  it('closes idle connections when the gateway stops', async () => {
    const other = await startTestGateway();
    const socket = await openResponsesSocket(other.url, other.key);
    const closed = once(socket.socket, 'close');
    await other.close();
    expect((await closed)[0]).toBe(1001);
  });
});
