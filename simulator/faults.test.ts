import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FaultEffect } from './faults.ts';
import { type Simulator, startSimulator } from './simulator.ts';
import { chat, dataLines, post, until } from './test-client.ts';

let simulator: Simulator;
const CHAT = '/openai/v1/chat/completions';
const streamed = chat('abcd efgh repeat:24', { stream: true, stream_options: { include_usage: true } });

beforeAll(async () => {
  simulator = await startSimulator();
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

/** What reaches the client chunk by chunk until the stream ends or breaks. */
async function read(body: unknown, effect: FaultEffect): Promise<{ chunks: string[]; broke: boolean }> {
  simulator.addFaults([{ effect }]);
  const chunks: string[] = [];
  try {
    const response = await post(simulator, CHAT, body);
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) chunks.push(decoder.decode(chunk, { stream: true }));
    return { chunks, broke: false };
  } catch {
    return { chunks, broke: true };
  }
}

describe('matching', () => {
  it('fits credential, model, path and turn', async () => {
    const match = { credential: 'sk-te*', model: 'gpt-4o-mini', path: '/chat/', nth: 2 };
    simulator.addFaults([{ match, effect: { status: 503 } }]);
    const statuses: number[] = [];
    for (const authorization of ['Bearer sk-test', 'Bearer other', 'Bearer sk-test', 'Bearer sk-test']) {
      statuses.push((await post(simulator, CHAT, chat('x'), { authorization })).status);
    }
    expect(statuses).toEqual([200, 200, 503, 200]);
    simulator.clearFaults();
  });

  it('is set, shown and cleared over HTTP', async () => {
    const url = `${simulator.url}/__sim/faults`;
    const rules = [{ match: { nth: [1, 3] }, effect: { retry_after: 7 } }];
    expect(await (await fetch(url, { method: 'POST', body: JSON.stringify(rules) })).json()).toEqual({
      rules,
    });
    const refused = await post(simulator, CHAT, chat('x'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await (await fetch(url)).json()).toEqual({ rules });
    await fetch(url, { method: 'DELETE' });
    expect((await post(simulator, CHAT, chat('x'))).status).toBe(200);
  });
});

describe('effects', () => {
  it('status alone has the body of the provider and is not billed', async () => {
    simulator.addFaults([{ effect: { status: 529 } }]);
    const body = { model: 'c', max_tokens: 1, messages: [] };
    const response = await post(simulator, '/anthropic/v1/messages', body);
    expect(response.status).toBe(529);
    expect(await response.json()).toMatchObject({ type: 'error', error: { type: 'overloaded_error' } });
    expect(simulator.bill().total.requests).toBe(0);
  });

  it('body and headers are sent as given, after delay_ms', async () => {
    const headers = { 'content-type': 'text/plain', 'x-more': '1' };
    simulator.addFaults([{ effect: { status: 400, body: 'plain', headers, delay_ms: 50 } }]);
    const begun = performance.now();
    const response = await post(simulator, CHAT, chat('x'));
    expect(performance.now() - begun).toBeGreaterThan(45);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect([response.headers.get('x-more'), await response.text()]).toEqual(['1', 'plain']);
  });

  it('stall_after_chunks leaves the connection open after so many', async () => {
    simulator.addFaults([{ effect: { stall_after_chunks: 3 } }]);
    const abort = new AbortController();
    const response = await fetch(simulator.url + CHAT, {
      method: 'POST',
      body: JSON.stringify(streamed),
      headers: { authorization: 'Bearer sk-test' },
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    for (let chunk = 0; chunk < 3; chunk++) expect((await reader?.read())?.done).toBe(false);
    const silent = new Promise((resolve) => setTimeout(() => resolve('silent'), 60));
    const next = reader?.read().catch(() => 'aborted');
    expect(await Promise.race([next, silent])).toBe('silent');
    abort.abort();
    await until(() => simulator.bill().total.cut === 1);
    // The first of the three is the role, so two pieces of two tokens were generated.
    expect(simulator.bill().total).toMatchObject({ cut: 1, tokens: { output: 4 } });
  });

  it('cut_after_bytes breaks the body there and bills the chunks that were whole', async () => {
    const { chunks, broke } = await read(streamed, { cut_after_bytes: 1200 });
    expect(broke).toBe(true);
    const text = chunks.join('');
    expect(text).toHaveLength(1200);
    const whole = dataLines(text.slice(0, text.lastIndexOf('\n\n'))).length;
    await until(() => simulator.bill().total.cut === 1);
    expect(simulator.bill().total).toMatchObject({
      completed: 0,
      cut: 1,
      tokens: { output: (whole - 1) * 2 },
    });
  });

  it('cut_after_bytes 0 closes before the headers, and cuts whole answers too', async () => {
    expect(await read(chat('x'), { cut_after_bytes: 0 })).toEqual({ chunks: [], broke: true });
    simulator.reset();
    const { chunks, broke } = await read(chat('x'), { cut_after_bytes: 10 });
    expect([chunks.join(''), broke]).toEqual(['{"id":"cha', true]);
  });

  it('split_bytes and merge_chunks change the pieces and no byte', async () => {
    const contentOf = (chunks: string[]) =>
      dataLines(chunks.join('')).map((chunk) => (chunk as { choices: object[] }).choices);
    const plain = await read(streamed, { headers: { 'x-a': 'b' } });
    simulator.reset();
    const split = await read(streamed, { split_bytes: 100 });
    simulator.reset();
    const merged = await read(streamed, { merge_chunks: true });
    expect(contentOf(split.chunks)).toEqual(contentOf(plain.chunks));
    expect(contentOf(merged.chunks)).toEqual(contentOf(plain.chunks));
    expect(plain.chunks.length).toBe(16);
    expect(split.chunks.length).toBeGreaterThan(30);
    expect(merged.chunks.length).toBe(1);
  });

  it('malformed_after breaks one chunk, error_after ends with the error of the provider', async () => {
    const broken = await read(streamed, { malformed_after: 2 });
    const lines = broken.chunks.join('').split('\n\n').slice(0, -1);
    expect(() => dataLines(lines[2] ?? '')).toThrow();
    expect(dataLines(lines.toSpliced(2, 1).join('\n\n'))).toHaveLength(14);
    simulator.reset();
    const failed = await read(streamed, { error_after: 2 });
    expect(dataLines(failed.chunks.join('')).at(-1)).toMatchObject({ error: { type: 'server_error' } });
    expect(failed.broke).toBe(false);
    expect(simulator.bill().total).toMatchObject({ cut: 1, tokens: { output: 2 } });
  });

  it('omit_usage leaves usage out, slow_chunk_ms slows, and the bill knows all of it', async () => {
    const begun = performance.now();
    const { chunks } = await read(streamed, { omit_usage: true, slow_chunk_ms: 5 });
    expect(performance.now() - begun).toBeGreaterThan(60);
    expect(chunks.join('')).not.toContain('usage');
    expect(simulator.bill().total).toMatchObject({ completed: 1, tokens: { output: 24 } });
  });

  it('close_idle_ms closes a connection that waits, without a hint before', async () => {
    const own = await startSimulator();
    own.addFaults([{ effect: { close_idle_ms: 30 } }]);
    const response = await post(own, CHAT, chat('x'));
    await response.text();
    expect(response.headers.get('keep-alive')).toBeNull();
    expect(own.openConnections()).toBe(1);
    await until(() => own.openConnections() === 0);
    expect(own.openConnections()).toBe(0);
    await own.close();
  });
});
