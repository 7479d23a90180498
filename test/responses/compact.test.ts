import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let client: OpenAI;
beforeAll(async () => {
  gateway = await startTestGateway();
  client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0 });
});
afterAll(() => gateway.close());

function lastBody(): string {
  return gateway.simulator.requests().at(-1)?.body ?? '';
}

const INPUT = [
  { role: 'user' as const, content: 'find the white whale' },
  { type: 'function_call' as const, call_id: 'call_1', name: 'look_out', arguments: '{"from":"mast"}' },
  { type: 'function_call_output' as const, call_id: 'call_1', output: 'there she blows' },
  { role: 'user' as const, content: 'lower the boats' },
];

describe('fact 18: compaction', () => {
  it.each(['gpt-test', 'claude-test', 'gemini-test'])('of %s ends in a compaction item', async (model) => {
    const compacted = await client.responses.compact({ model, input: INPUT });
    expect(compacted.object).toBe('response.compaction');
    expect(compacted.output.map(({ type }) => type ?? 'message')).toEqual([
      'message',
      'message',
      'compaction',
    ]);
    expect(compacted.usage).toMatchObject({ total_tokens: expect.any(Number), cost: expect.any(Number) });
    await expect.poll(async () => Number((await gateway.requests())[0]?.charge.amount)).toBeGreaterThan(0);
    const next = await client.responses.create({
      model,
      input: [...compacted.output, { role: 'user', content: 'what now' }] as never,
    });
    expect(next.status).toBe('completed');
  });

  it('is made of everything that was said, and opened for the model again', async () => {
    const compacted = await client.responses.compact({ model: 'claude-test', input: INPUT });
    for (const said of ['find the white whale', 'look_out', 'there she blows', 'lower the boats']) {
      expect(lastBody()).toContain(said);
    }
    const sealed = compacted.output.at(-1);
    expect(JSON.stringify(sealed)).not.toMatch(/whale|boats/);
    await client.responses.create({
      model: 'gemini-test',
      input: [sealed, { role: 'user', content: 'on' }] as never,
    });
    expect(lastBody()).toContain('Summary of the conversation');
  });

  it('cannot be read by anybody who altered it', async () => {
    const { output } = await client.responses.compact({ model: 'claude-test', input: INPUT });
    const sealed = output.at(-1) as { encrypted_content: string };
    const altered = { ...sealed, encrypted_content: `${sealed.encrypted_content.slice(0, -4)}AAAA` };
    await expect(
      client.responses.create({
        model: 'claude-test',
        input: [altered, { role: 'user', content: 'x' }] as never,
      }),
    ).rejects.toMatchObject({ status: 400 });
  });
});

describe('the input tokens of a request', () => {
  it.each(['gpt-test', 'claude-test', 'gemini-test'])(
    'are counted for %s and cost nothing',
    async (model) => {
      const before = await gateway.wallet();
      const counted = await client.responses.inputTokens.count({ model, input: 'how long is this' });
      expect(counted).toMatchObject({ object: 'response.input_tokens', input_tokens: expect.any(Number) });
      expect(counted.input_tokens).toBeGreaterThan(0);
      expect(await gateway.wallet()).toEqual(before);
    },
  );
});
