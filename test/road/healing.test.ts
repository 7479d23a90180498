import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestGateway } from '../support/gateway.ts';
import { ask, type Heard } from '../support/road/ask.ts';
import { startFailoverGateway } from '../support/road/failover-gateway.ts';
import { until } from '../support/road/ledger.ts';

/** Channels of one tier for sessions, one with two credentials, and one that speaks another dialect. */
const CHANNELS = `
  - { name: left, provider: openai, base_url: "SIMULATOR/openai/v1", credentials: ["left-key"], models: [twin-test], groups: [default], allow_private: true }
  - { name: right, provider: openai, base_url: "SIMULATOR/openai/v1", credentials: ["right-key"], models: [twin-test], groups: [default], allow_private: true }
  - { name: two-keys, provider: openai, base_url: "SIMULATOR/openai/v1", credentials: ["dead-key", "living-key"], models: [keys-test], groups: [default], allow_private: true }
  - { name: chat-first, provider: openai, base_url: "SIMULATOR/openai/v1", credentials: ["chat-first-key"], models: [both-test], groups: [default], allow_private: true }
  - { name: then-messages, provider: anthropic, base_url: "SIMULATOR/anthropic", credentials: ["then-messages-key"], models: [{ name: both-test, upstream: claude-test }], groups: [default], priority: 1, allow_private: true }
  - { name: patient, provider: openai, base_url: "SIMULATOR/openai/v1", credentials: ["patient-key"], models: [drain-test], groups: [default], allow_private: true, retry: { on_abort: drain } }
  - { name: slow, provider: openai, base_url: "SIMULATOR/openai/v1", credentials: ["slow-key"], models: [slow-test], groups: [default], allow_private: true, timeouts: { first_byte_ms: 5000, models: { hasty-test: { first_byte_ms: 100 } } } }
  - { name: narrow, provider: openai, base_url: "SIMULATOR/openai/v1", credentials: ["narrow-key"], models: [narrow-test], groups: [default], concurrency: 1, allow_private: true }`;

const MODELS = ['twin-test', 'keys-test', 'both-test', 'drain-test', 'slow-test', 'narrow-test'];

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startFailoverGateway({ channels: CHANNELS });
  for (const model of MODELS) {
    await gateway.manage('PUT', `/models/${model}`, { price: { input: '1', output: '4' } });
  }
});

afterAll(() => gateway.close());

beforeEach(() => gateway.simulator.reset());

describe('a road that heals', () => {
  it('leaves a channel alone for as long as it says, and comes back by itself', async () => {
    failing('first-openai-key', { status: 429, retry_after: 1 });
    expect((await say('gpt-test')).headers['x-turnpike-attempts']).toBe('2');
    gateway.simulator.clearFaults();
    expect((await say('gpt-test')).headers).toMatchObject({
      'x-turnpike-attempts': '1',
      'x-turnpike-channel': 'second-openai',
    });
    await delay(1_050);
    expect((await say('gpt-test')).headers['x-turnpike-channel']).toBe('first-openai');
    expect((await say('gpt-test')).headers['x-turnpike-channel']).toBe('first-openai');
  });

  it('a storm of 429 reaches no caller while another channel answers', async () => {
    failing('first-openai-key', { status: 429, retry_after: 30 });
    const heard = await Promise.all(Array.from({ length: 40 }, () => say('gpt-test')));
    expect(heard.map(({ status }) => status)).toEqual(heard.map(() => 200));
    gateway.simulator.clearFaults();
    const after = await say('gpt-test');
    expect(after.headers).toMatchObject({
      'x-turnpike-attempts': '1',
      'x-turnpike-channel': 'second-openai',
    });
    await until('nothing is held', async () => (await gateway.wallet()).held === '0');
  });

  it('a credential that is refused rests, its channel goes on, and an operator sees which', async () => {
    failing('dead-key', { status: 401 });
    for (let asked = 0; asked < 20; asked += 1) {
      expect((await say('keys-test', { prompt: `question ${asked}` })).status).toBe(200);
    }
    const { body } = await gateway.manage<{ data: { name: string; credentials: unknown[] }[] }>(
      'GET',
      '/channels',
    );
    const channel = body.data.find(({ name }) => name === 'two-keys');
    expect(channel?.credentials).toMatchObject([
      { state: 'resting', rests: [{ model: null, last_error: 'upstream_401' }] },
      { state: 'healthy', rests: [] },
    ]);
  });

  it('goes to a channel that speaks another dialect, with a passage of its own', async () => {
    failing('chat-first-key', { status: 500 });
    for (const stream of [false, true]) {
      const heard = await say('both-test', { stream });
      expect(heard.status).toBe(200);
      expect(heard.headers).toMatchObject({ 'x-turnpike-attempts': expect.stringMatching(/[12]/) });
      expect(heard.headers['x-turnpike-route']).not.toBe('pass-through');
    }
  });
});

describe('sessions', () => {
  it('F33: keep to one channel, each to its own', async () => {
    const seen = new Set<unknown>();
    for (let session = 0; session < 12; session += 1) {
      const channels = new Set<unknown>();
      for (let turn = 0; turn < 4; turn += 1) {
        const heard = await say('twin-test', {
          prompt_cache_key: `session-${session}`,
          prompt: `turn ${turn}`,
        });
        channels.add(heard.headers['x-turnpike-channel']);
      }
      expect(channels.size).toBe(1);
      seen.add([...channels][0]);
    }
    expect(seen.size).toBe(2);
  });

  it('F33: give their channel up when it fails, and keep to the next', async () => {
    const ask = () => say('twin-test', { prompt_cache_key: 'moving' });
    const before = (await ask()).headers['x-turnpike-channel'];
    failing(before === 'left' ? 'left-key' : 'right-key', { status: 500 });
    const moved = (await ask()).headers['x-turnpike-channel'];
    expect(moved).not.toBe(before);
    gateway.simulator.clearFaults();
    await delay(600);
    expect((await ask()).headers['x-turnpike-channel']).toBe(moved);
  });
});

describe('settings', () => {
  it('F14: a channel that drains is read to its end and settled by its usage', async () => {
    const body = {
      model: 'drain-test',
      stream: true,
      messages: [{ role: 'user', content: 'go repeat:90 chunks:9' }],
    };
    gateway.simulator.addFaults([{ match: { credential: 'patient-key' }, effect: { slow_chunk_ms: 20 } }]);
    const heard = await ask(`${gateway.url}/v1/chat/completions`, body, {
      leavesAt: (received) => received.includes('"content":"'),
    });
    await until('the answer is settled', async () => {
      const { body: row } = await rowOf(heard);
      return row.state === 'settled';
    });
    expect((await rowOf(heard)).body).toMatchObject({ usage_source: 'upstream' });
  });

  it('F48: a channel has timeouts of its own', async () => {
    failing('slow-key', { delay_ms: 900 });
    expect((await say('slow-test')).status).toBe(200);
  });

  it('a channel takes no more at once than it may', async () => {
    failing('narrow-key', { delay_ms: 200 });
    const statuses = (await Promise.all([say('narrow-test'), say('narrow-test')])).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([200, 503]);
  });
});

function failing(
  credential: string,
  effect: Parameters<TestGateway['simulator']['addFaults']>[0][number]['effect'],
): void {
  gateway.simulator.addFaults([{ match: { credential }, effect }]);
}

function say(model: string, { prompt = 'hello', ...fields }: Record<string, unknown> = {}): Promise<Heard> {
  const messages = [{ role: 'user', content: prompt }];
  return ask(`${gateway.url}/v1/chat/completions`, { model, messages, ...fields });
}

function rowOf({ headers }: Heard) {
  return gateway.manage<{ state: string; usage_source: string }>(
    'GET',
    `/requests/${headers['x-request-id']}`,
  );
}
