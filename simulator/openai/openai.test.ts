import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../simulator.ts';
import { chat, dataLines, post } from '../test-client.ts';

let simulator: Simulator;
let client: OpenAI;
const CHAT = '/openai/v1/chat/completions';
const tools = ['one', 'two', 'three'].map((name) => ({
  type: 'function' as const,
  function: { name, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}));

beforeAll(async () => {
  simulator = await startSimulator();
  client = new OpenAI({ apiKey: 'sk-sdk', baseURL: `${simulator.url}/openai/v1`, maxRetries: 0 });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.close());

describe('chat completions', () => {
  it('streams with include_usage: usage null on every chunk but an extra one right before [DONE]', async () => {
    const response = await post(
      simulator,
      CHAT,
      chat('hello', { stream: true, stream_options: { include_usage: true } }),
    );
    const text = await response.text();
    const chunks = dataLines(text) as {
      id: string;
      created: number;
      usage: object | null;
      choices: object[];
    }[];
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null && chunk.choices.length === 1)).toBe(
      true,
    );
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 2, completion_tokens: 48 } });
    expect(new Set(chunks.map(({ id, created }) => `${id} ${created}`)).size).toBe(1);
    expect(chunks[0]?.choices[0]).toMatchObject({ delta: { role: 'assistant' } });
  });

  it('streams without usage when it was not asked for', async () => {
    const response = await post(simulator, CHAT, chat('hello', { stream: true }));
    expect(await response.text()).not.toContain('usage');
  });

  it('streams the text of the whole answer, many-byte characters included', async () => {
    const prompt = '早上好 😀 naïve repeat:33 chunks:9';
    const messages = [{ role: 'user' as const, content: prompt }];
    const whole = await client.chat.completions.create({ model: 'gpt-4o', messages });
    const stream = await client.chat.completions.create({ model: 'gpt-4o', messages, stream: true });
    let text = '';
    let pieces = 0;
    for await (const chunk of stream) {
      const piece = chunk.choices[0]?.delta.content ?? '';
      text += piece;
      if (piece !== '') pieces++;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(text).not.toContain('\ufffd');
    expect(pieces).toBe(9);
    expect(Math.ceil(Buffer.byteLength(text) / 4)).toBe(33);
    expect(whole.usage?.completion_tokens).toBe(33);
  });

  it('counts n and max_tokens, and ends each choice with its own reason', async () => {
    const body = { n: 2, max_tokens: 5, stream: true, stream_options: { include_usage: true } };
    const chunks = dataLines(await (await post(simulator, CHAT, chat('a b c', body))).text()) as {
      choices: { index: number; finish_reason: string | null }[];
      usage: { completion_tokens: number } | null;
    }[];
    const ends = chunks.flatMap(({ choices }) => choices).filter((choice) => choice.finish_reason !== null);
    expect(ends.map((end) => [end.index, end.finish_reason])).toEqual([
      [0, 'length'],
      [1, 'length'],
    ]);
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(10);
  });

  it('calls the tools that are named, in parallel, and answers in words after their results', async () => {
    const content = 'use-tool:one use-tool:two use-tool:three Paris';
    const messages = [{ role: 'user' as const, content }];
    const stream = client.chat.completions.stream({ model: 'gpt-4o', messages, tools });
    const { choices } = await stream.finalChatCompletion();
    const calls = choices[0]?.message.tool_calls ?? [];
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    expect(calls.map((call) => call.type === 'function' && call.function.name)).toEqual([
      'one',
      'two',
      'three',
    ]);
    for (const call of calls) {
      expect(call.type === 'function' && JSON.parse(call.function.arguments)).toEqual({ city: 'Paris' });
    }
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: 'sunny' }));
    const history = [...messages, { role: 'assistant' as const, tool_calls: calls }, ...results];
    const after = await client.chat.completions.create({ model: 'gpt-4o', tools, messages: history });
    expect(after.choices[0]?.message.content).toMatch(/^sunny/);
  });

  it('counts cached, reasoning and audio tokens, and names the tier', async () => {
    const prompt = 'long '.repeat(1000);
    const body = chat(prompt, {
      reasoning_effort: 'low',
      modalities: ['text', 'audio'],
      service_tier: 'fast',
    });
    await post(simulator, CHAT, body);
    const usage = { prompt_tokens: 1250, prompt_tokens_details: { cached_tokens: 1152 } };
    const details = { reasoning_tokens: 32, audio_tokens: 48 };
    expect(await (await post(simulator, CHAT, body)).json()).toMatchObject({
      service_tier: 'priority',
      usage: { ...usage, completion_tokens: 128, completion_tokens_details: details },
    });
    expect(simulator.bill().total.tokens).toMatchObject({
      cache_read: 1152,
      reasoning: 64,
      audio_output: 96,
    });
    const other = await post(simulator, CHAT, body, { authorization: 'Bearer sk-other' });
    expect(await other.json()).toMatchObject({ usage: { prompt_tokens_details: { cached_tokens: 0 } } });
  });

  it.each([
    [401, chat('x'), { authorization: '' }, 'invalid_api_key'],
    [401, chat('x'), { authorization: 'Basic abc' }, 'invalid_api_key'],
    [400, { messages: [] }, {}, null],
    [400, { model: 'm' }, {}, 'missing_required_parameter'],
    [400, { model: 'm', messages: [{ role: 'robot', content: 'x' }] }, {}, 'invalid_value'],
    [400, 'not json', {}, null],
  ])('%i with all four keys for what OpenAI refuses', async (status, body, headers, code) => {
    const response = await post(simulator, CHAT, body, headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    expect(Object.keys(error).sort()).toEqual(['code', 'message', 'param', 'type']);
    expect(error.code).toBe(code);
    expect(simulator.bill().total.requests).toBe(0);
  });

  it('sends a line of 16 MB', async () => {
    const response = await post(simulator, CHAT, chat('huge-line:16777216', { stream: true }));
    const longest = Math.max(...(await response.text()).split('\n').map((line) => line.length));
    expect(longest).toBeGreaterThan(16_777_216);
  });
});

describe('responses', () => {
  it('streams events in order, numbered, with every item done and usage at the end', async () => {
    const body = { model: 'gpt-5', input: 'hi', stream: true, reasoning: { effort: 'low', summary: 'auto' } };
    const text = await (await post(simulator, '/openai/v1/responses', body)).text();
    const events = dataLines(text) as { type: string; sequence_number: number; response?: object }[];
    const names = [...text.matchAll(/^event: (.+)$/gm)].map((match) => match[1]);
    expect(names).toEqual(events.map((event) => event.type));
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    expect(names.filter((name, index) => name !== names[index - 1])).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    const usage = {
      input_tokens: 1,
      output_tokens: 80,
      total_tokens: 81,
      output_tokens_details: { reasoning_tokens: 32 },
    };
    expect(events.at(-1)?.response).toMatchObject({ status: 'completed', usage });
  });

  it('is incomplete when max_output_tokens cuts it', async () => {
    const response = await client.responses.create({ model: 'gpt-5', input: 'hi', max_output_tokens: 16 });
    expect(response).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    });
    expect(response.usage?.output_tokens).toBe(16);
  });

  it('calls functions and takes back its own reasoning alone', async () => {
    const include = ['reasoning.encrypted_content' as const];
    const tool = { type: 'function' as const, name: 'look', parameters: { type: 'object' }, strict: null };
    const request = {
      model: 'gpt-5',
      input: 'use-tool:look',
      tools: [tool],
      include,
      reasoning: { effort: 'low' as const },
    };
    const stream = client.responses.stream(request);
    const { output } = await stream.finalResponse();
    expect(output.map((item) => item.type)).toEqual(['reasoning', 'function_call']);
    const ask = (headers: Record<string, string>) =>
      post(simulator, '/openai/v1/responses', { model: 'gpt-5', input: output }, headers);
    expect((await ask({ authorization: 'Bearer sk-sdk' })).status).toBe(200);
    const foreign = await ask({ authorization: 'Bearer sk-other' });
    expect(await foreign.json()).toMatchObject({ error: { code: 'invalid_encrypted_content' } });
  });
});

describe('embeddings and models', () => {
  it('gives the same vectors as numbers and as base64', async () => {
    const asked = { model: 'text-embedding-3-small', input: ['one', 'two'] };
    const decoded = await client.embeddings.create(asked);
    const plain = await client.embeddings.create({ ...asked, encoding_format: 'float' });
    expect(decoded.data.map((entry) => entry.embedding.length)).toEqual([1536, 1536]);
    expect(decoded.data[1]?.embedding[7]).toBeCloseTo(plain.data[1]?.embedding[7] ?? 0, 6);
    expect(decoded.usage).toEqual({ prompt_tokens: 2, total_tokens: 2 });
  });

  it('lists models', async () => {
    expect((await client.models.list()).data.map((model) => model.id)).toContain('gpt-4o-mini');
  });
});
