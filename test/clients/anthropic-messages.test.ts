import Anthropic from '@anthropic-ai/sdk';
import type {
  ContentBlock,
  MessageCreateParamsNonStreaming,
  Tool,
} from '@anthropic-ai/sdk/resources/messages';
import { describe, expect, it } from 'vitest';
import { collect } from './collect.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function client(): Anthropic {
  const { url, key } = gateway.process();
  return new Anthropic({ baseURL: url, apiKey: key, authToken: null, fetch: gateway.fetch });
}

function ask(content: string): MessageCreateParamsNonStreaming {
  return { model: 'claude-test', max_tokens: 256, messages: [{ role: 'user', content }] };
}

const weather: Tool = {
  name: 'weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } } },
};

const textOf = (content: readonly ContentBlock[]) =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe('messages of the Anthropic SDK', () => {
  it('answers, with the cost beside the usage', async () => {
    const message = await client().messages.create(ask('hello there repeat:20'));
    expect(textOf(message.content)).toContain('hello there');
    expect(message.usage).toMatchObject({ output_tokens: 20, cost: expect.any(Number) });
    expect(message._request_id).toMatch(/^req_/);
    expect(gateway.bodies()).toEqual([ask('hello there repeat:20')]);
  });

  it('is served with the key as a bearer token, and with both headers', async () => {
    const { url, key } = gateway.process();
    for (const defaultHeaders of [{}, { 'x-api-key': key }]) {
      const bearer = new Anthropic({ baseURL: url, apiKey: null, authToken: key, defaultHeaders });
      expect((await bearer.messages.create(ask('bearer'))).role).toBe('assistant');
    }
  });

  it('streams into the message that is not streamed', async () => {
    const whole = await client().messages.create(ask('hello streams'));
    const stream = client().messages.stream(ask('hello streams'));
    const texts: string[] = [];
    stream.on('text', (text) => texts.push(text));
    const final = await stream.finalMessage();
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.join('')).toBe(textOf(whole.content));
    expect(final.content).toEqual(whole.content);
    expect(final.usage.output_tokens).toBe(whole.usage.output_tokens);
    expect(final.stop_reason).toBe('end_turn');
  });

  it('streams a tool call and takes its result', async () => {
    const request = { ...ask('Oslo use-tool:weather'), tools: [weather] };
    const first = await client().messages.stream(request).finalMessage();
    expect(first.stop_reason).toBe('tool_use');
    const use = first.content.find((block) => block.type === 'tool_use');
    expect(use).toMatchObject({ name: 'weather', input: { city: expect.stringContaining('Oslo') } });
    const second = await client().messages.create({
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: use?.id ?? '', content: 'sunny' }] },
      ],
    });
    expect(second.stop_reason).toBe('end_turn');
  });

  it('carries thinking with a signature that its maker accepts in the next turn', async () => {
    const request: MessageCreateParamsNonStreaming = {
      ...ask('think first'),
      max_tokens: 4096,
      thinking: { type: 'enabled', budget_tokens: 1024 },
    };
    const first = await client().messages.stream(request).finalMessage();
    expect(first.content[0]).toMatchObject({ type: 'thinking', signature: expect.stringMatching(/.{20}/) });
    const nextTurn = (content: ContentBlock[]) =>
      client().messages.create({
        ...request,
        messages: [
          ...request.messages,
          { role: 'assistant', content },
          { role: 'user', content: 'and now?' },
        ],
      });
    expect((await nextTurn(first.content)).role).toBe('assistant');
    const forged = first.content.map((block) =>
      block.type === 'thinking' ? { ...block, signature: `${block.signature}x` } : block,
    );
    await expect(nextTurn(forged)).rejects.toThrow(/Invalid `signature`/);
  });

  it('tells cache writes of five minutes and an hour from reads', async () => {
    const request: MessageCreateParamsNonStreaming = {
      ...ask('cached'),
      system: [
        { type: 'text', text: 'an hour long '.repeat(50), cache_control: { type: 'ephemeral', ttl: '1h' } },
        { type: 'text', text: 'five minutes '.repeat(30), cache_control: { type: 'ephemeral' } },
      ],
    };
    const first = await client().messages.create(request);
    const hour = first.usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
    const minutes = first.usage.cache_creation?.ephemeral_5m_input_tokens ?? 0;
    expect([hour > 100, minutes > 50]).toEqual([true, true]);
    const again = await client().messages.stream(request).finalMessage();
    expect(again.usage.cache_read_input_tokens).toBe(hour + minutes);
    await expect
      .poll(async () => (await gateway.process().requests()).slice(0, 2).map(({ usage }) => usage))
      .toMatchObject([
        { cache_read_tokens: hour + minutes, cache_write_1h_tokens: 0, cache_write_5m_tokens: 0 },
        { cache_read_tokens: 0, cache_write_1h_tokens: hour, cache_write_5m_tokens: minutes },
      ]);
  });

  it('counts tokens for nothing', async () => {
    const { model, messages } = ask('how many tokens');
    const before = await gateway.process().wallet();
    const counted = await client().messages.countTokens({ model, messages });
    expect(gateway.bodies()).toEqual([{ model, messages }]);
    expect(await gateway.process().wallet()).toEqual(before);
    const { usage } = await client().messages.create(ask('how many tokens'));
    expect(counted.input_tokens).toBe(usage.input_tokens);
  });

  it('lists models in the shape of Anthropic', async () => {
    const ids = (await collect(client().models.list())).map(({ id, type }) => `${type} ${id}`);
    expect(ids).toContain('model claude-test');
    expect(await client().models.retrieve('claude-test')).toMatchObject({ id: 'claude-test', type: 'model' });
    await expect(client().models.retrieve('nothing')).rejects.toBeInstanceOf(Anthropic.NotFoundError);
  });

  it('is charged for what was delivered when the client aborts the stream', async () => {
    gateway.process().simulator.setPace({ chunk_ms: 10 });
    const stream = client().messages.stream({ ...ask('long repeat:4000 chunks:2000'), max_tokens: 4096 });
    let text = '';
    stream.on('text', (piece) => {
      text += piece;
      if (text.length > 100) stream.abort();
    });
    await expect(stream.finalMessage()).rejects.toBeInstanceOf(Anthropic.APIUserAbortError);
    await expect.poll(() => gateway.process().simulator.bill().total.cut, { timeout: 5000 }).toBe(1);
    await gateway.expectInterrupted(text);
  });
});
