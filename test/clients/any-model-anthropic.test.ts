import Anthropic from '@anthropic-ai/sdk';
import type { ContentBlock, MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import { describe, expect, it } from 'vitest';
import { ANY_MODEL, CITY_SCHEMA } from './any-model.ts';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function client(): Anthropic {
  const { url, key } = gateway.process();
  return new Anthropic({ baseURL: url, apiKey: key, authToken: null, fetch: gateway.fetch });
}

const textOf = (content: readonly ContentBlock[]) =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe.each(ANY_MODEL)('messages of the Anthropic SDK on %s', (model) => {
  const ask = (content: string): MessageCreateParamsNonStreaming => ({
    model,
    max_tokens: 4_096,
    messages: [{ role: 'user', content }],
  });

  it('answers, and streams the same', async () => {
    const whole = await client().messages.create(ask('hello there'));
    expect(textOf(whole.content)).toContain('hello there');
    const streamed = await client().messages.stream(ask('hello there')).finalMessage();
    expect(streamed.content).toEqual(whole.content);
    expect(streamed.stop_reason).toBe('end_turn');
    expect(streamed.usage).toMatchObject({
      input_tokens: whole.usage.input_tokens,
      output_tokens: whole.usage.output_tokens,
    });
  });

  it('thinks, calls two tools at once and takes their results with its signatures', async () => {
    const request: MessageCreateParamsNonStreaming = {
      ...ask('Oslo use-tool:weather use-tool:time'),
      tools: [
        { name: 'weather', input_schema: CITY_SCHEMA },
        { name: 'time', input_schema: CITY_SCHEMA },
      ],
      thinking: { type: 'adaptive', display: 'summarized' },
    };
    const first = await client().messages.stream(request).finalMessage();
    const uses = first.content.filter((block) => block.type === 'tool_use');
    expect(first.stop_reason).toBe('tool_use');
    expect(uses.map(({ name, input }) => [name, input])).toEqual([
      ['weather', { city: expect.stringContaining('Oslo') }],
      ['time', { city: expect.stringContaining('Oslo') }],
    ]);
    const results = uses.map(({ id }) => {
      return { type: 'tool_result' as const, tool_use_id: id, content: 'sunny' };
    });
    const second = await client().messages.create({
      ...request,
      messages: [
        ...request.messages,
        { role: 'assistant', content: first.content },
        { role: 'user', content: results },
      ],
    });
    expect(second.stop_reason).toBe('end_turn');
    expect(textOf(second.content)).not.toBe('');
  });
});
