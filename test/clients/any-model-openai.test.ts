import OpenAI from 'openai';
import type { FunctionTool, ResponseInput } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import { ANY_MODEL, CITY_SCHEMA } from './any-model.ts';
import { collect } from './collect.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function client(): OpenAI {
  const { url, key } = gateway.process();
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch: gateway.fetch });
}

const chatTool = (name: string) => ({
  type: 'function' as const,
  function: { name, description: 'Gives it', parameters: CITY_SCHEMA },
});

const responsesTool = (name: string): FunctionTool => ({
  type: 'function',
  name,
  strict: true,
  parameters: CITY_SCHEMA,
});

describe.each(ANY_MODEL)('chat.completions of the OpenAI SDK on %s', (model) => {
  const ask = (content: string) => ({ model, messages: [{ role: 'user' as const, content }] });

  it('answers, and streams the same', async () => {
    const whole = await client().chat.completions.create(ask('hello there'));
    expect(whole.choices[0]?.message.content).toContain('hello there');
    expect(whole.usage).toMatchObject({ cost: expect.any(Number) });
    const streamed = await client()
      .chat.completions.stream({ ...ask('hello there'), stream_options: { include_usage: true } })
      .finalChatCompletion();
    expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
    expect(streamed.usage).toMatchObject({
      prompt_tokens: whole.usage?.prompt_tokens,
      completion_tokens: whole.usage?.completion_tokens,
    });
  });

  it('thinks, calls two tools at once and takes their results', async () => {
    const tools = [chatTool('weather'), chatTool('time')];
    const request = {
      ...ask('Oslo use-tool:weather use-tool:time'),
      tools,
      reasoning_effort: 'low' as const,
    };
    const { choices } = await client().chat.completions.stream(request).finalChatCompletion();
    const message = choices[0]?.message;
    const calls = message?.tool_calls ?? [];
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    expect(calls.map((call) => call.type === 'function' && JSON.parse(call.function.arguments))).toEqual([
      { city: expect.stringContaining('Oslo') },
      { city: expect.stringContaining('Oslo') },
    ]);
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'sunny' }));
    const messages = [...request.messages, ...(message === undefined ? [] : [message]), ...results];
    const second = await client().chat.completions.create({ ...request, messages });
    expect(second.choices[0]?.finish_reason).toBe('stop');
    expect(second.choices[0]?.message.content).not.toBe('');
  });
});

describe.each(ANY_MODEL)('responses of the OpenAI SDK on %s', (model) => {
  it('answers, and streams the same', async () => {
    const whole = await client().responses.create({ model, input: 'hello there', store: false });
    expect(whole.output_text).toContain('hello there');
    const stream = await client().responses.create({
      model,
      input: 'hello there',
      store: false,
      stream: true,
    });
    const events = await collect(stream);
    const last = events.at(-1);
    expect(last?.type).toBe('response.completed');
    const text = events.map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''));
    expect(text.join('')).toBe(whole.output_text);
    expect(last).toMatchObject({ response: { usage: { total_tokens: whole.usage?.total_tokens } } });
  });

  it('thinks, calls two tools at once and takes their results', async () => {
    const input: ResponseInput = [{ role: 'user', content: 'Oslo use-tool:weather use-tool:time' }];
    const request = {
      model,
      store: false,
      tools: [responsesTool('weather'), responsesTool('time')],
      reasoning: { effort: 'low' as const, summary: 'auto' as const },
      include: ['reasoning.encrypted_content' as const],
    };
    const first = await client()
      .responses.stream({ ...request, input })
      .finalResponse();
    const calls = first.output.filter((item) => item.type === 'function_call');
    expect(calls.map(({ name }) => name)).toEqual(['weather', 'time']);
    const results = calls.map(({ call_id }) => {
      return { type: 'function_call_output' as const, call_id, output: 'sunny' };
    });
    // The types of what comes out and of what goes in differ in small things, though the API takes it.
    const next = [...input, ...first.output, ...results] as ResponseInput;
    const second = await client().responses.create({ ...request, input: next });
    expect(second.status).toBe('completed');
    expect(second.output_text).not.toBe('');
  });
});
