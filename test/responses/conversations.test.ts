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

/** What the simulator got last, as text. */
function lastBody(): string {
  return gateway.simulator.requests().at(-1)?.body ?? '';
}

describe('conversations on a channel of another dialect', () => {
  it('fact 14: continues a response that is kept here; instructions are not inherited', async () => {
    const first = await client.responses.create({
      model: 'claude-test',
      instructions: 'talk like a sailor',
      input: 'my name is Ahab',
    });
    expect(first).toMatchObject({ store: true, previous_response_id: null, status: 'completed' });
    const second = await client.responses.create({
      model: 'claude-test',
      previous_response_id: first.id,
      input: 'what is my name',
    });
    expect(second.previous_response_id).toBe(first.id);
    expect(lastBody()).toContain('my name is Ahab');
    expect(lastBody()).toContain(first.output_text.slice(0, 20));
    expect(lastBody()).not.toContain('sailor');
    const third = await client.responses.create({
      model: 'gemini-test',
      previous_response_id: second.id,
      input: 'and now',
    });
    expect(lastBody()).toContain('my name is Ahab');
    expect(third.previous_response_id).toBe(second.id);
  });
});
