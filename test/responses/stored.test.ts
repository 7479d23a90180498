import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, testConfig } from '../support/gateway.ts';

const NEIGHBOUR_KEY = 'neighbour-key-0123456789';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    config: (
      url,
    ) => `${testConfig(url).replace('\nkeys:', '\n  - { name: Neighbour, mode: credits, error_format: native }\nkeys:')}  - { name: neighbour, project: Neighbour, group: default, value: "${NEIGHBOUR_KEY}" }
`,
  });
});
afterAll(() => gateway.close());

function client(apiKey = gateway.key): OpenAI {
  return new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey, maxRetries: 0 });
}

/** Everything the database has written, its log included. */
function databaseBytes(): Buffer {
  const files = readdirSync(gateway.dataDir).filter((name) => name.startsWith('turnpike.db'));
  return Buffer.concat(files.map((name) => readFileSync(join(gateway.dataDir, name))));
}

function lastRequest() {
  return gateway.simulator.requests().at(-1);
}

/** `gpt-test` is kept by its upstream, `claude-test` by the gateway. */
describe.each(['gpt-test', 'claude-test'])('stored responses of %s', (model) => {
  it('are retrieved, listed and deleted', async () => {
    const made = await client().responses.create({ model, input: 'remember the whale' });
    const found = await client().responses.retrieve(made.id);
    expect(found).toMatchObject({ id: made.id, status: 'completed', output: made.output });
    const next = await client().responses.create({ model, input: 'go on', previous_response_id: made.id });
    const { data } = await client().responses.inputItems.list(next.id);
    expect(data.map((item) => ('role' in item ? item.role : item.type))).toEqual([
      'user',
      'assistant',
      'user',
    ]);
    expect(JSON.stringify(data[2])).toContain('remember the whale');
    await client().responses.delete(made.id);
    await expect(client().responses.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
    await expect(client().responses.delete(made.id)).rejects.toMatchObject({ status: 404 });
    await expect(
      client().responses.create({ model, input: 'x', previous_response_id: made.id }),
    ).rejects.toMatchObject({
      status: 400,
      code: 'previous_response_not_found',
      param: 'previous_response_id',
    });
  });

  it('fact 15: are cancelled only when they were made in the background', async () => {
    const made = await client().responses.create({ model, input: 'foreground' });
    await expect(client().responses.cancel(made.id)).rejects.toMatchObject({ status: 400 });
  });

  it('are remembered from streams too', async () => {
    const stream = await client().responses.create({ model, input: 'streamed', stream: true });
    let id = '';
    for await (const event of stream) {
      id = event.type === 'response.completed' ? event.response.id : id;
    }
    expect((await client().responses.retrieve(id)).output_text).toContain('streamed');
  });

  it('are nothing to another project of the same organization', async () => {
    const made = await client().responses.create({ model, input: 'a secret of one project' });
    const neighbour = client(NEIGHBOUR_KEY).responses;
    const before = gateway.simulator.requests().length;
    for (const asked of [
      neighbour.retrieve(made.id),
      neighbour.delete(made.id),
      neighbour.cancel(made.id),
      neighbour.inputItems.list(made.id),
    ]) {
      await expect(asked).rejects.toMatchObject({ status: 404, code: 'response_not_found' });
    }
    await expect(
      neighbour.create({ model, input: 'x', previous_response_id: made.id }),
    ).rejects.toMatchObject({ status: 400, code: 'previous_response_not_found' });
    expect(gateway.simulator.requests()).toHaveLength(before);
    expect((await client().responses.retrieve(made.id)).id).toBe(made.id);
  });

  it('are not stored when the client says so', async () => {
    const made = await client().responses.create({ model, input: 'forget me', store: false });
    await expect(client().responses.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a response that its upstream keeps', () => {
  it('fact 14: goes on at the channel that made it, with its bytes as they are', async () => {
    const made = await client().responses.create({ model: 'gpt-test', input: 'first' });
    const body = { model: 'gpt-test', input: 'second', previous_response_id: made.id };
    await client().responses.create(body);
    expect(JSON.parse(lastRequest()?.body ?? '')).toEqual(body);
    // Another channel does not know it, so the request is refused before it is sent.
    await expect(
      client().responses.create({ model: 'claude-test', input: 'x', previous_response_id: made.id }),
    ).rejects.toMatchObject({ status: 400, code: 'previous_response_not_found' });
  });

  it('is asked for with the credential of its channel', async () => {
    const made = await client().responses.create({ model: 'gpt-test', input: 'whose' });
    await client().responses.retrieve(made.id, { include: ['message.output_text.logprobs'] });
    expect(lastRequest()).toMatchObject({
      method: 'GET',
      path: `/openai/v1/responses/${made.id}`,
      headers: { authorization: 'Bearer sim-openai-key' },
    });
    expect(lastRequest()?.query).toContain('include');
  });
});

describe('a response that is kept here', () => {
  it('leaves no text of it in the database', async () => {
    const canary = 'thar-she-blows-0815';
    const made = await client().responses.create({
      model: 'claude-test',
      input: canary,
      instructions: `${canary}-2`,
    });
    expect(made.output_text).toContain(canary);
    await expect.poll(() => databaseBytes().includes(made.id), { timeout: 5_000 }).toBe(true);
    expect(databaseBytes().includes(canary)).toBe(false);
    expect((await client().responses.retrieve(made.id)).output_text).toContain(canary);
  });

  it('goes on at a channel that speaks Responses itself', async () => {
    const made = await client().responses.create({ model: 'claude-test', input: 'made elsewhere' });
    await client().responses.create({ model: 'gpt-test', input: 'now here', previous_response_id: made.id });
    const sent = JSON.parse(lastRequest()?.body ?? '{}') as {
      input: unknown[];
      previous_response_id?: string;
    };
    expect(sent.previous_response_id).toBeUndefined();
    expect(JSON.stringify(sent.input)).toContain('made elsewhere');
  });

  it('gives the items that a later request refers to', async () => {
    const made = await client().responses.create({ model: 'claude-test', input: 'item by item' });
    const [item] = made.output;
    await client().responses.create({
      model: 'gemini-test',
      input: [
        { role: 'user', content: 'before' },
        { type: 'item_reference', id: item?.id ?? '' },
        { role: 'user', content: 'after' },
      ],
    });
    expect(lastRequest()?.body).toContain(made.output_text.slice(0, 30));
  });

  it('lists its items page by page', async () => {
    const input = Array.from({ length: 5 }, (_, index) => ({
      role: 'user' as const,
      content: `item ${index}`,
    }));
    const { id } = await client().responses.create({ model: 'claude-test', input });
    const all: unknown[] = [];
    for await (const item of client().responses.inputItems.list(id, { limit: 2, order: 'asc' })) {
      all.push(item);
    }
    expect(all).toMatchObject(input.map(({ content }) => ({ type: 'message', content })));
    await expect(client().responses.inputItems.list(id, { limit: 500 })).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe('a gateway that keeps no responses', () => {
  it('says so, and still knows where upstreams keep theirs', async () => {
    const other = await startTestGateway({ env: { TURNPIKE_RESPONSES_RETENTION_DAYS: '0' } });
    try {
      const { responses } = new OpenAI({ baseURL: `${other.url}/v1`, apiKey: other.key, maxRetries: 0 });
      const made = await responses.create({ model: 'claude-test', input: 'nothing stays' });
      expect(made).toMatchObject({ store: false });
      await expect(responses.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
      await expect(
        responses.create({ model: 'claude-test', input: 'x', background: true }),
      ).rejects.toMatchObject({ status: 400, param: 'background' });
      const upstreams = await responses.create({ model: 'gpt-test', input: 'elsewhere' });
      expect((await responses.retrieve(upstreams.id)).id).toBe(upstreams.id);
    } finally {
      await other.close();
    }
  });
});

it('refuses a conversation of a shared account, which could be that of others', async () => {
  gateway.simulator.reset();
  for (const path of ['/v1/responses', '/v1/responses/input_tokens']) {
    for (const conversation of ['conv_1', { id: 'conv_1' }]) {
      const answer = await gateway.post(path, { model: 'gpt-test', input: 'go on', conversation });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { param: 'conversation' } });
    }
  }
  expect(gateway.simulator.requests()).toHaveLength(0);
});
