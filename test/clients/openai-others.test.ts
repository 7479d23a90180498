import OpenAI from 'openai';
import type { FunctionTool, ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import { collect } from './collect.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function client(): OpenAI {
  const { url, key } = gateway.process();
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: key, fetch: gateway.fetch });
}

const weather: FunctionTool = {
  type: 'function',
  name: 'weather',
  strict: true,
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  },
};

describe('responses of the OpenAI SDK', () => {
  it('answers', async () => {
    const answer = await client().responses.create({ model: 'gpt-test', input: 'hello responses' });
    expect(answer.output_text).toContain('hello responses');
    expect(answer.usage).toMatchObject({ cost: expect.any(Number) });
    expect(gateway.bodies()).toEqual([{ model: 'gpt-test', input: 'hello responses' }]);
  });

  it('streams every event up to the completed response, which has usage and cost', async () => {
    const whole = await client().responses.create({ model: 'gpt-test', input: 'hello events' });
    const events: ResponseStreamEvent[] = await collect(
      await client().responses.create({ model: 'gpt-test', input: 'hello events', stream: true }),
    );
    expect(events[0]?.type).toBe('response.created');
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    const text = events
      .map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''))
      .join('');
    expect(text).toBe(whole.output_text);
    expect(events.at(-1)).toMatchObject({
      type: 'response.completed',
      response: { status: 'completed', usage: { cost: expect.any(Number) } },
    });
  });

  it('gathers a stream into the final response', async () => {
    const stream = client().responses.stream({
      model: 'gpt-test',
      input: 'final',
      reasoning: { effort: 'low' },
    });
    const final = await stream.finalResponse();
    expect(final.output_text).toContain('final');
    expect(final.usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
  });

  it('calls a tool in a stream and takes its result', async () => {
    const input = 'Oslo use-tool:weather';
    const stream = client().responses.stream({ model: 'gpt-test', input, tools: [weather] });
    const first = await stream.finalResponse();
    const call = first.output.find((item) => item.type === 'function_call');
    expect(JSON.parse(call?.arguments ?? '')).toEqual({ city: expect.stringContaining('Oslo') });
    const { call_id = '', name = '' } = call ?? {};
    const second = await client().responses.create({
      model: 'gpt-test',
      tools: [weather],
      input: [
        { role: 'user', content: input },
        { type: 'function_call', call_id, name, arguments: call?.arguments ?? '' },
        { type: 'function_call_output', call_id, output: 'sunny' },
      ],
    });
    expect(second.output_text).not.toBe('');
  });
});

describe('embeddings of the OpenAI SDK', () => {
  it('decodes the base64 that the SDK asks for by itself to the numbers it gets as floats', async () => {
    const request = { model: 'embed-test', input: ['one text', 'another'], dimensions: 8 };
    const packed = await client().embeddings.create(request);
    const floats = await client().embeddings.create({ ...request, encoding_format: 'float' });
    expect(gateway.bodies()[0]).toMatchObject({ encoding_format: 'base64' });
    expect(packed.data.map(({ embedding }) => embedding.length)).toEqual([8, 8]);
    const rounded = (vector: readonly number[] = []) => vector.map((value) => value.toFixed(5));
    expect(rounded(packed.data[1]?.embedding)).toEqual(rounded(floats.data[1]?.embedding));
    expect(packed.usage).toMatchObject({ prompt_tokens: 4, cost: expect.any(Number) });
  });
});

describe('models of the OpenAI SDK', () => {
  it('lists what the key may use, and one of them', async () => {
    const ids = (await collect(client().models.list())).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['gpt-test', 'fast', 'claude-test', 'google/gemini-test']));
    expect(await client().models.retrieve('fast')).toMatchObject({ id: 'fast', object: 'model' });
    expect(await client().models.retrieve('google/gemini-test')).toMatchObject({ id: 'google/gemini-test' });
    await expect(client().models.retrieve('nothing')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });
});
