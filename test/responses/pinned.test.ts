import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';

let gateway: TestGateway;
let client: OpenAI;
beforeAll(async () => {
  gateway = await startTestGateway({
    config: (url) =>
      testConfig(url)
        .replace('credentials: ["sim-openai-key"]', 'credentials: ["sim-openai-key", "sim-openai-second"]')
        .replace(
          '\nprojects:',
          `
  - { name: sim-third, provider: openai, base_url: "${url}/openai/v1", credentials: ["sim-openai-third"], models: [gpt-test], groups: [default], allow_private: true }
projects:`,
        ),
  });
  client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0 });
});
afterAll(() => gateway.close());

function credentials(): string[] {
  const seen = gateway.simulator.requests().map(({ headers }) => String(headers.authorization));
  gateway.simulator.reset();
  return seen;
}

describe('fact 14: responses that several accounts of upstreams keep', () => {
  it('are continued, retrieved and deleted at the account that made them', async () => {
    const accounts = new Set<string | undefined>();
    for (let turn = 0; turn < 12; turn += 1) {
      const made = await client.responses.create({ model: 'gpt-test', input: `turn ${turn}` });
      const next = await client.responses.create({
        model: 'gpt-test',
        input: 'go on',
        previous_response_id: made.id,
      });
      await client.responses.retrieve(next.id);
      await client.responses.delete(made.id);
      const seen = credentials();
      expect(seen).toHaveLength(4);
      expect(new Set(seen).size).toBe(1);
      accounts.add(seen[0]);
    }
    expect(accounts.size).toBeGreaterThan(1);
  });
});
