import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../simulator.ts';
import { dataLines, post } from '../test-client.ts';

let simulator: Simulator;
let client: Anthropic;
const MESSAGES = '/anthropic/v1/messages';
const base = { model: 'claude-simulated', max_tokens: 4096 };
const hello = [{ role: 'user' as const, content: 'hello world' }];

beforeAll(async () => {
  simulator = await startSimulator();
  client = new Anthropic({ apiKey: 'sk-ant', baseURL: `${simulator.url}/anthropic`, maxRetries: 0 });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

describe('messages', () => {
  it('streams named events in order, thinking before text', async () => {
    const thinking = { type: 'enabled', budget_tokens: 1024 };
    const response = await post(simulator, MESSAGES, { ...base, messages: hello, stream: true, thinking });
    const text = await response.text();
    const names = [...text.matchAll(/^event: (.+)$/gm)].map((match) => match[1]);
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    expect(names).toEqual((dataLines(text) as { type: string }[]).map((event) => event.type));
    expect(names.filter((name, index) => name !== names[index - 1])).toEqual([
      'message_start',
      'ping',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    expect(text.indexOf('signature_delta')).toBeLessThan(text.indexOf('content_block_stop'));
  });

  it('streams the whole answer to the SDK, and takes its own signatures back', async () => {
    const thinking = { type: 'enabled' as const, budget_tokens: 1024 };
    const asked = { ...base, messages: hello, thinking };
    const whole = await client.messages.create(asked);
    const streamed = await client.messages.stream(asked).finalMessage();
    expect(streamed.content).toEqual(whole.content);
    expect(streamed.usage).toMatchObject({ input_tokens: 3, output_tokens: 80 });
    const replay = [...hello, { role: 'assistant' as const, content: whole.content }, ...hello];
    expect((await post(simulator, MESSAGES, { ...base, messages: replay })).status).toBe(200);
    const forged = JSON.stringify({ ...base, messages: replay }).replace(
      'hello world hello',
      'goodbye world',
    );
    const refused = await post(simulator, MESSAGES, forged);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('Invalid `signature` in `thinking` block');
  });

  it('calls tools with arguments that parse, and stops for max_tokens and stop sequences', async () => {
    const input_schema = { type: 'object' as const, properties: { city: { type: 'string' } } };
    const tools = [{ name: 'weather', input_schema }];
    const messages = [{ role: 'user' as const, content: 'use-tool:weather Rome' }];
    const called = await client.messages.stream({ ...base, messages, tools }).finalMessage();
    expect(called.stop_reason).toBe('tool_use');
    expect(called.content[0]).toMatchObject({ type: 'tool_use', name: 'weather', input: { city: 'Rome' } });
    const short = await client.messages.create({ ...base, max_tokens: 3, messages: hello });
    expect(short).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 3 } });
    const stopped = await client.messages.create({ ...base, messages: hello, stop_sequences: ['world'] });
    expect(stopped).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'world' });
  });

  it('writes what is marked once and reads it afterwards, by the kind of the mark', async () => {
    const system = [{ type: 'text', text: 'a'.repeat(400), cache_control: { type: 'ephemeral', ttl: '1h' } }];
    const marked = { type: 'text', text: 'b'.repeat(40), cache_control: { type: 'ephemeral' } };
    const body = { ...base, system, messages: [{ role: 'user', content: [marked] }] };
    const usageOf = async () =>
      ((await (await post(simulator, MESSAGES, body)).json()) as { usage: object }).usage;
    const cache_creation = { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 100 };
    expect(await usageOf()).toMatchObject({
      input_tokens: 0,
      cache_creation_input_tokens: 110,
      cache_creation,
    });
    expect(await usageOf()).toMatchObject({ cache_read_input_tokens: 110, cache_creation_input_tokens: 0 });
    const tokens = { input: 0, cache_read: 110, cache_write_5m: 10, cache_write_1h: 100 };
    expect(simulator.bill().credentials['sk-test']?.tokens).toMatchObject(tokens);
  });

  it.each([
    [401, { ...base, messages: hello }, { authorization: '' }, 'authentication_error'],
    [400, { ...base, messages: hello }, { 'anthropic-version': '' }, 'invalid_request_error'],
    [400, { model: 'm', messages: hello }, {}, 'invalid_request_error'],
    [400, { ...base, messages: [{ role: 'robot', content: 'x' }] }, {}, 'invalid_request_error'],
    [400, { ...base, messages: [{ role: 'system', content: 'x' }] }, {}, 'invalid_request_error'],
  ])('%i in the envelope with a request id', async (status, body, headers, type) => {
    const response = await post(simulator, MESSAGES, body, headers);
    expect(response.status).toBe(status);
    const request_id = response.headers.get('request-id');
    expect(await response.json()).toMatchObject({ type: 'error', error: { type }, request_id });
  });

  it('counts tokens for nothing and lists models', async () => {
    const { input_tokens } = await client.messages.countTokens({ model: base.model, messages: hello });
    expect(input_tokens).toBe(3);
    expect(simulator.bill().total.requests).toBe(0);
    expect((await client.models.list()).data[0]?.type).toBe('model');
  });
});
