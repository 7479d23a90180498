import OpenAI from 'openai';
import type { Response } from 'openai/resources/responses/responses';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { startGatewayProcess } from '../support/gateway-process.ts';

let gateway: TestGateway;
let client: OpenAI;
beforeAll(async () => {
  gateway = await startTestGateway();
  client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0 });
});
afterEach(() => gateway.simulator.clearFaults());
afterAll(() => gateway.close());

const SLOW = { effect: { slow_chunk_ms: 20 } };

async function settled(id: string): Promise<Response> {
  let found: Response | undefined;
  await expect
    .poll(
      async () => {
        found = await client.responses.retrieve(id);
        return found.status;
      },
      { timeout: 5_000 },
    )
    .not.toMatch(/queued|in_progress/);
  if (found === undefined) {
    throw new Error('never retrieved');
  }
  return found;
}

describe.each(['gpt-test', 'claude-test'])('fact 15: the background of %s', (model) => {
  it('queues, goes on without its client, and is retrieved', async () => {
    const queued = await client.responses.create({ model, input: 'slow thoughts', background: true });
    expect(queued).toMatchObject({ status: 'queued', background: true, output: [], model });
    const done = await settled(queued.id);
    expect(done).toMatchObject({ id: queued.id, status: 'completed', background: true, store: true });
    expect(done.output_text).toContain('slow thoughts');
    const suffix = queued.id.slice('resp_'.length);
    await expect
      .poll(async () => (await gateway.requests()).find(({ id }) => id === `req_${suffix}`))
      .toMatchObject({ state: 'settled', usage_source: 'upstream', operation: 'responses' });
    expect(await gateway.wallet()).toMatchObject({ held: '0' });
    const next = await client.responses.create({ model, input: 'and', previous_response_id: queued.id });
    expect(next.status).toBe('completed');
  });

  it('replays only the events after one, and follows the rest', async () => {
    gateway.simulator.addFaults([SLOW]);
    const stream = await client.responses.create({
      model,
      input: 'chunks:20 repeat:60 sail on',
      background: true,
      stream: true,
    });
    const seen: number[] = [];
    const types: string[] = [];
    let id = '';
    for await (const event of stream) {
      seen.push(event.sequence_number);
      types.push(event.type);
      id = event.type === 'response.created' ? event.response.id : id;
      if (seen.length === 6) {
        break;
      }
    }
    expect(types.slice(0, 3)).toEqual(['response.created', 'response.queued', 'response.in_progress']);
    const rest = await client.responses.retrieve(id, { stream: true, starting_after: 5 });
    const numbers: number[] = [];
    let last: string = '';
    for await (const event of rest) {
      numbers.push(event.sequence_number);
      last = event.type;
    }
    expect(numbers[0]).toBe(6);
    expect(numbers).toEqual(numbers.map((_, index) => index + 6));
    expect(last).toBe('response.completed');
  });

  it('is cancelled, and what was made is charged', async () => {
    gateway.simulator.addFaults([SLOW]);
    const queued = await client.responses.create({
      model,
      input: 'chunks:200 repeat:900 x',
      background: true,
    });
    await expect.poll(async () => (await client.responses.retrieve(queued.id)).status).toBe('in_progress');
    const cancelled = await client.responses.cancel(queued.id);
    expect(cancelled.status).toBe('cancelled');
    expect((await client.responses.cancel(queued.id)).status).toBe('cancelled');
    expect((await client.responses.retrieve(queued.id)).status).toBe('cancelled');
    expect(await gateway.wallet()).toMatchObject({ held: '0' });
  });

  it('fails with the error of its upstream', async () => {
    gateway.simulator.addFaults([{ match: { nth: 1 }, effect: { status: 500 } }]);
    const queued = await client.responses.create({ model, input: 'bad luck', background: true });
    expect(await settled(queued.id)).toMatchObject({
      status: 'failed',
      error: { message: expect.any(String) },
    });
  });
});

describe('the background', () => {
  it('says at once what is refused before anything is sent', async () => {
    await expect(
      client.responses.create({ model: 'no-such-model', input: 'x', background: true }),
    ).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    await expect(
      client.responses.create({ model: 'claude-test', input: 'x', background: true, store: false }),
    ).rejects.toMatchObject({ status: 400, param: 'background' });
  });

  it('streams nothing again that was not in the background', async () => {
    const { id } = await client.responses.create({ model: 'claude-test', input: 'x' });
    await expect(client.responses.retrieve(id, { stream: true })).rejects.toMatchObject({ status: 400 });
  });
});

describe('the background of a process that dies', () => {
  it('is shown as failed, and its hold is gone', { timeout: 60_000 }, async () => {
    const process = await startGatewayProcess();
    try {
      process.simulator.addFaults([{ effect: { slow_chunk_ms: 200 } }]);
      const other = new OpenAI({ baseURL: `${process.url}/v1`, apiKey: process.key, maxRetries: 0 });
      const kept = await other.responses.create({ model: 'claude-test', input: 'kept over a restart' });
      const queued = await other.responses.create({
        model: 'claude-test',
        input: 'chunks:100 repeat:400 x',
        background: true,
      });
      await expect.poll(async () => (await other.responses.retrieve(queued.id)).status).toBe('in_progress');
      await process.kill('SIGKILL');
      await process.restart();
      const again = new OpenAI({ baseURL: `${process.url}/v1`, apiKey: process.key, maxRetries: 0 });
      expect(await again.responses.retrieve(queued.id)).toMatchObject({
        status: 'failed',
        error: { code: 'server_error' },
      });
      expect((await again.responses.retrieve(kept.id)).output_text).toContain('kept over a restart');
      expect(await process.wallet()).toMatchObject({ held: '0' });
      expect((await process.requests()).map(({ state }) => state)).toContain('interrupted');
    } finally {
      await process.close();
    }
  });
});
