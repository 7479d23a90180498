import OpenAI from 'openai';
import type { ChatCompletionChunk, ChatCompletionTool } from 'openai/resources';
import { describe, expect, it } from 'vitest';
import { collect } from './collect.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function client(): OpenAI {
  const { url, key } = gateway.process();
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch: gateway.fetch });
}

const ask = (content: string) => ({
  model: 'gpt-test',
  messages: [{ role: 'user' as const, content }],
});

const tool = (name: string): ChatCompletionTool => ({
  type: 'function',
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
});

const textOf = (chunks: readonly ChatCompletionChunk[]) =>
  chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');

describe('chat.completions of the OpenAI SDK', () => {
  it('answers, with the cost beside the usage', async () => {
    const answer = await client().chat.completions.create(ask('hello there repeat:20'));
    expect(answer.choices[0]?.message.content).toContain('hello there');
    expect(answer.usage).toMatchObject({ completion_tokens: 20, cost: expect.any(Number) });
    expect(answer._request_id).toMatch(/^req_/);
    expect(gateway.bodies()).toEqual([ask('hello there repeat:20')]);
  });

  it('streams the text of the whole answer, and no usage that was not asked for', async () => {
    const whole = await client().chat.completions.create(ask('hello streams'));
    const chunks = await collect(
      await client().chat.completions.create({ ...ask('hello streams'), stream: true }),
    );
    expect(textOf(chunks)).toBe(whole.choices[0]?.message.content);
    expect(chunks.filter(({ usage, choices }) => usage != null || choices.length === 0)).toEqual([]);
    expect(gateway.bodies()[1]).toMatchObject({ stream_options: { include_usage: true } });
  });

  it('streams usage with its cost, once, when it was asked for', async () => {
    const stream = await client().chat.completions.create({
      ...ask('hello usage'),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await collect(stream);
    const withUsage = chunks.filter(({ usage }) => usage != null);
    expect(withUsage).toHaveLength(1);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { cost: expect.any(Number) } });
  });

  it('gives two choices, whole and streamed', async () => {
    const whole = await client().chat.completions.create({ ...ask('one two three four'), n: 2 });
    expect(whole.choices.map(({ index }) => index)).toEqual([0, 1]);
    const chunks = await collect(
      await client().chat.completions.create({ ...ask('one two three four'), n: 2, stream: true }),
    );
    const texts = [0, 1].map((wanted) =>
      chunks
        .flatMap(({ choices }) => choices)
        .filter(({ index }) => index === wanted)
        .map(({ delta }) => delta.content ?? '')
        .join(''),
    );
    expect(texts).toEqual(whole.choices.map(({ message }) => message.content));
  });

  it('streams two tool calls at once, and takes their results', async () => {
    const request = { ...ask('Oslo use-tool:weather use-tool:time'), tools: [tool('weather'), tool('time')] };
    const stream = client().chat.completions.stream(request);
    const { choices } = await stream.finalChatCompletion();
    const calls = choices[0]?.message.tool_calls ?? [];
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    expect(calls.map((call) => call.type === 'function' && call.function.name)).toEqual(['weather', 'time']);
    expect(calls.map((call) => call.type === 'function' && JSON.parse(call.function.arguments))).toEqual([
      { city: expect.stringContaining('Oslo') },
      { city: expect.stringContaining('Oslo') },
    ]);
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'sunny' }));
    const second = await client().chat.completions.create({
      ...request,
      messages: [...request.messages, { role: 'assistant', tool_calls: calls }, ...results],
    });
    expect(second.choices[0]?.finish_reason).toBe('stop');
  });

  it('sends the name of the upstream for an alias, and nothing else changed', async () => {
    const stream = client().chat.completions.stream({ ...ask('alias'), model: 'fast' });
    await stream.finalChatCompletion();
    expect(gateway.bodies()[0]).toMatchObject({ model: 'gpt-test' });
  });

  it('counts reasoning, cached and audio tokens apart', async () => {
    const long = 'a long beginning that repeats itself. '.repeat(200);
    const request = { ...ask(long), reasoning_effort: 'low' as const };
    await client().chat.completions.create(request);
    const { usage } = await client().chat.completions.create(request);
    expect(usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(1000);
    expect(usage?.completion_tokens_details?.reasoning_tokens).toBe(32);
    await client().chat.completions.create({
      ...ask('say it'),
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'wav' },
    });
    expect(gateway.process().simulator.bill().total.tokens.audio_output).toBeGreaterThan(0);
  });

  it('is charged for what was delivered when the client breaks out of the stream', async () => {
    gateway.process().simulator.setPace({ chunk_ms: 10 });
    const stream = await client().chat.completions.create({
      ...ask('long repeat:4000 chunks:2000'),
      stream: true,
    });
    let text = '';
    for await (const { choices } of stream) {
      text += choices[0]?.delta.content ?? '';
      if (text.length > 100) break;
    }
    await expect.poll(() => gateway.process().simulator.bill().total.cut, { timeout: 5000 }).toBe(1);
    await gateway.expectInterrupted(text);
  });
});
