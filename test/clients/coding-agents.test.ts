import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { useGateway } from './gateway-under-test.ts';

const gateway = useGateway();

function send(path: string, headers: Record<string, string>, body: string | Buffer): Promise<Response> {
  return fetch(gateway.process().url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}

/** The `data:` payloads of an event stream. */
async function eventsOf(response: Response): Promise<Record<string, unknown>[]> {
  const lines = (await response.text()).split('\n');
  return lines.filter((line) => line.startsWith('data: {')).map((line) => JSON.parse(line.slice(6)));
}

describe('the request of Claude Code', () => {
  // Unusual spacing, escapes and numbers on purpose: whatever is parsed and written again would differ.
  const body = `{ "model":"claude-test",  "max_tokens" : 1.28e2,"stream":true,
  "system":[{"type":"text","text":"You are \\u0043laude \\/ Code","cache_control":{"type":"ephemeral","ttl":"1h"}},
            {"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}}],
  "messages":[{"role":"user","content":[{"type":"text","text":"caf\\u00e9 \\ud83d\\ude00 😀","cache_control":{"type":"ephemeral"}}]}],
  "metadata":{"user_id":"user_1"}, "context_management":{"edits":[]}, "output_config":{"effort":"high"},
  "a_field_of_tomorrow":{"big":12345678901234567890,"tiny":1.0} }\n`;

  function headers(): Record<string, string> {
    const { key } = gateway.process();
    return {
      authorization: `Bearer ${key}`,
      'x-api-key': key,
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'claude-code-20250219,a-beta-of-tomorrow-2099-01-01',
      'anthropic-dangerous-direct-browser-access': 'true',
      'user-agent': 'claude-cli/2.1.0 (external, cli)',
      'x-app': 'cli',
      'x-turnpike-test': 'stays-here',
    };
  }

  it('reaches the upstream byte for byte, with its betas, whole and streamed', async () => {
    for (const sent of [body, body.replace('"stream":true', '"stream":false')]) {
      const response = await send('/v1/messages?beta=true', headers(), sent);
      expect(response.status).toBe(200);
      expect(response.headers.get('request-id')).toMatch(/^req_/);
      await response.text();
      const seen = gateway.process().simulator.requests().at(-1);
      expect(seen?.body).toBe(sent);
      expect(seen).toMatchObject({ path: '/anthropic/v1/messages', query: 'beta=true' });
      expect(seen?.headers['anthropic-beta']).toBe(headers()['anthropic-beta']);
    }
  });

  it('counts tokens with the same shape', async () => {
    const response = await send('/v1/messages/count_tokens?beta=true', headers(), body);
    expect(await response.json()).toEqual({ input_tokens: expect.any(Number) });
    expect(gateway.process().simulator.requests().at(-1)?.body).toBe(body);
  });

  it('finds the gateway alive before it has a key', async () => {
    const response = await fetch(`${gateway.process().url}/api/hello`, { method: 'HEAD' });
    expect(response.status).toBe(200);
  });

  it('may have one of its two key headers empty', async () => {
    for (const empty of [{ 'x-api-key': '' }, { authorization: 'Bearer ' }]) {
      const response = await send('/v1/messages', { ...headers(), ...empty }, body);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('message_stop');
    }
  });
});

describe('the request of Codex', () => {
  const request = {
    model: 'gpt-test',
    instructions: 'You are Codex',
    input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello codex' }] }],
    tools: [{ type: 'custom', name: 'apply_patch', description: 'edits files' }],
    tool_choice: 'auto',
    parallel_tool_calls: false,
    reasoning: { effort: 'low', summary: 'auto' },
    store: false,
    stream: true,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: 'thread-1',
  };
  const codexHeaders = () => ({
    authorization: `Bearer ${gateway.process().key}`,
    accept: 'text/event-stream',
    originator: 'codex_cli_rs',
    session_id: 'thread-1',
  });

  it('is streamed from a zstd body, and its encrypted reasoning is accepted in the next turn', async () => {
    const packed = zstdCompressSync(JSON.stringify(request));
    const headers = { ...codexHeaders(), 'content-encoding': 'zstd' };
    const events = await eventsOf(await send('/v1/responses', headers, packed));
    expect(events.at(-1)).toMatchObject({ type: 'response.completed' });
    const items = events.flatMap(({ type, item }) => (type === 'response.output_item.done' ? [item] : []));
    expect(items[0]).toMatchObject({ type: 'reasoning', encrypted_content: expect.stringMatching(/.{20}/) });
    const [seen] = gateway.process().simulator.requests();
    expect(seen?.body).toBe(JSON.stringify(request));
    expect(seen?.headers['content-encoding']).toBeUndefined();

    const more = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'go on' }] };
    const second = { ...request, input: [...request.input, ...items, more] };
    const again = await eventsOf(await send('/v1/responses', codexHeaders(), JSON.stringify(second)));
    expect(again.at(-1)).toMatchObject({ type: 'response.completed' });
  });

  it('is refused in words of OpenAI when a zstd body is broken', async () => {
    const headers = { ...codexHeaders(), 'content-encoding': 'zstd' };
    const response = await send('/v1/responses', headers, Buffer.from('{"model":"gpt-test"}'));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_encoding', param: null } });
  });

  it('gets a model list with its own entries beside those of OpenAI', async () => {
    const response = await gateway.process().get('/v1/models?client_version=1');
    const list = (await response.json()) as { data: { id: string }[]; models: { slug: string }[] };
    expect(list.data.map(({ id }) => id)).toContain('gpt-test');
    expect(list.models.map(({ slug }) => slug)).toContain('gpt-test');
  });
});

describe('the request of Gemini CLI', () => {
  const body =
    '{"contents":[{"role":"user","parts":[{"text":"hello gemini cli"}]}], "a_field_of_tomorrow":1.0}';

  it('streams events for x-goog-api-key, with an empty Authorization or none', async () => {
    for (const more of [{}, { authorization: '' }]) {
      const headers = { 'x-goog-api-key': gateway.process().key, ...more };
      const path = '/v1beta/models/gemini-test:streamGenerateContent?alt=sse';
      const response = await send(path, headers, body);
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const events = await eventsOf(response);
      expect(events.length).toBeGreaterThan(1);
      expect(events.at(-1)).toMatchObject({ usageMetadata: { promptTokenCount: expect.any(Number) } });
      expect(gateway.process().simulator.requests().at(-1)?.body).toBe(body);
    }
  });

  it('may bring its key in the query, which goes no further', async () => {
    const path = `/v1beta/models/google/gemini-test:generateContent?key=${gateway.process().key}`;
    const response = await send(path, {}, body);
    expect(response.status).toBe(200);
    expect(gateway.process().simulator.requests().at(-1)?.query).toBe('');
    expect(gateway.process().stdout() + gateway.process().stderr()).not.toContain(gateway.process().key);
  });
});
