import { describe, expect, it } from 'vitest';
import { Refusal } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { CODEX_REQUEST } from '../testing/codex-request.ts';
import { withoutPlaces } from '../testing/comparable.ts';
import { parseResponsesRequest } from './parse-request.ts';

function parse(body: JsonObject) {
  return parseResponsesRequest({ model: 'm', input: 'Hi', ...body });
}

function parseItems(...input: readonly unknown[]) {
  return parse({ input }).request;
}

describe('a request of Codex', () => {
  const { request, dropped } = parseResponsesRequest(CODEX_REQUEST);

  it('is read turn by turn', () => {
    expect(request.turns.map(({ role, parts }) => [role, ...parts.map(({ type }) => type)])).toEqual([
      ['system', 'text'],
      ['system', 'text'],
      ['user', 'text'],
      ['assistant', 'reasoning', 'text', 'tool-call', 'tool-call'],
      ['user', 'tool-result', 'tool-result'],
      ['assistant', 'tool-call'],
      ['user', 'tool-result'],
    ]);
    expect(request.turns[3]?.parts[0]).toMatchObject({
      text: '**Looking**',
      signature: { dialect: 'openai-responses', value: 'gAAA==' },
      at: 'input[2]',
    });
  });

  it('names the tools of a namespace as one, in calls and in definitions', () => {
    expect(request.tools.map(({ type, name }) => [type, name])).toEqual([
      ['function', 'exec_command'],
      ['custom', 'apply_patch'],
      ['function', 'mcp__docs__search'],
      ['function', 'mcp__docs__fetch'],
      ['function', 'local_shell'],
      ['hosted', 'web_search'],
    ]);
    expect(request.tools[2]).toMatchObject({
      description: 'Tools of the docs server\n\nSearches',
      origin: { type: 'function', namespace: 'mcp__docs', name: 'search' },
      at: 'tools[2].tools[0]',
    });
    expect(request.turns[3]?.parts[3]).toMatchObject({ id: 'call_2', name: 'mcp__docs__search' });
  });

  it('keeps pictures in the results of tools', () => {
    expect(withoutPlaces(request.turns[4]?.parts[1])).toMatchObject({
      callId: 'call_2',
      content: [
        { type: 'text', text: 'found' },
        { type: 'image', source: { type: 'data', mediaType: 'image/png', base64: 'iVBO' } },
      ],
    });
  });

  it('is read setting by setting, and says what was left out', () => {
    expect(request).toMatchObject({
      parallelTools: true,
      toolChoice: { type: 'auto' },
      reasoning: { mode: 'on', effort: 'high', budgetTokens: null, isShown: true },
      verbosity: 'medium',
      promptCacheKey: '0199a213-81c0-7800-8aa1-bbab2a035a53',
      isStreaming: true,
      outputFormat: null,
    });
    expect(dropped).toEqual(['input.web_search_call', 'client_metadata']);
  });
});

describe('settings', () => {
  it('are read with what the middle has a word for', () => {
    const format = { type: 'json_schema', name: 'city', schema: { type: 'object' }, strict: true };
    const { request, dropped } = parse({
      text: { format },
      include: ['message.output_text.logprobs', 'web_search_call.results'],
      top_logprobs: 2,
      max_output_tokens: 100,
      temperature: 0.5,
      top_p: 0.9,
      metadata: { team: 'a' },
      user: 'u1',
      safety_identifier: 's1',
      service_tier: 'flex',
      truncation: 'auto',
      max_tool_calls: 3,
    });
    expect(request).toMatchObject({
      outputFormat: { type: 'json-schema', name: 'city', schema: { type: 'object' }, isStrict: true },
      logprobs: 2,
      maxOutputTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      metadata: { team: 'a' },
      endUser: 's1',
      serviceTier: 'flex',
    });
    expect(dropped).toEqual(['include', 'truncation', 'max_tool_calls']);
  });

  it.each([
    [{ effort: 'none' }, { mode: 'off', effort: 'none', isShown: null }],
    [{ summary: 'detailed' }, { mode: 'adaptive', effort: null, isShown: true }],
    [
      { effort: 'low', summary: 'none' },
      { mode: 'on', effort: 'low', isShown: false },
    ],
  ])('reads how to think: %o', (reasoning, wish) => {
    expect(parse({ reasoning }).request.reasoning).toMatchObject(wish);
  });

  it('reads the choice of tools', () => {
    const tools = CODEX_REQUEST.tools;
    const choose = (tool_choice: unknown) => parse({ tools, tool_choice }).request.toolChoice;
    expect(choose('required')).toEqual({ type: 'required' });
    expect(choose({ type: 'custom', name: 'apply_patch' })).toEqual({ type: 'tool', name: 'apply_patch' });
    expect(choose({ type: 'web_search' })).toEqual({ type: 'tool', name: 'web_search' });
    const allowed = [
      { type: 'function', name: 'exec_command' },
      { type: 'namespace', name: 'mcp__docs' },
    ];
    expect(choose({ type: 'allowed_tools', mode: 'auto', tools: allowed })).toEqual({
      type: 'allowed',
      names: ['exec_command', 'mcp__docs__search', 'mcp__docs__fetch'],
      isRequired: false,
    });
  });
});

describe('items', () => {
  it('are messages where they have a role and no type', () => {
    const { turns } = parseItems({ role: 'user', content: 'Hi' }, { role: 'assistant', content: 'Hello' });
    expect(turns).toMatchObject([
      { role: 'user', parts: [{ text: 'Hi', at: 'input[0].content' }] },
      { role: 'assistant', parts: [{ text: 'Hello' }] },
    ]);
  });

  it('carry files, pictures by address, cache marks, and refusals', () => {
    const file = { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' };
    const image = { type: 'input_image', image_url: 'https://x.example/a.png', detail: 'high' };
    const text = { type: 'input_text', text: 'Hi', prompt_cache_breakpoint: { mode: 'explicit' } };
    const refusal = { type: 'refusal', refusal: 'No' };
    const { turns } = parseItems(
      { role: 'user', content: [file, image, text] },
      { role: 'assistant', content: [refusal] },
    );
    expect(turns).toMatchObject([
      {
        parts: [
          { type: 'document', name: 'a.pdf', source: { mediaType: 'application/pdf', base64: 'JVBE' } },
          { type: 'image', detail: 'high', source: { type: 'url', url: 'https://x.example/a.png' } },
          { type: 'text', cacheMark: { ttl: null } },
        ],
      },
      { parts: [{ type: 'refusal', text: 'No' }] },
    ]);
  });

  it('of a local shell are calls of a function', () => {
    const action = { type: 'exec', command: ['ls'], env: {}, working_directory: '/src', timeout_ms: null };
    const { turns } = parseItems(
      { type: 'local_shell_call', call_id: 'call_1', status: 'completed', action },
      { type: 'local_shell_call_output', id: 'call_1', output: 'a.ts' },
    );
    expect(turns).toMatchObject([
      { parts: [{ name: 'local_shell', input: '{"command":["ls"],"env":{},"working_directory":"/src"}' }] },
      { parts: [{ callId: 'call_1', content: [{ text: 'a.ts' }] }] },
    ]);
  });

  it('of a search for tools bring the tools they found, each once', () => {
    const found = { type: 'function', name: 'deploy', parameters: { type: 'object' } };
    const output = { type: 'tool_search_output', call_id: 'c1', execution: 'client', tools: [found] };
    const { turns, tools } = parseItems(
      { type: 'tool_search_call', call_id: 'c1', execution: 'client', arguments: { query: 'deploy' } },
      output,
      { ...output, call_id: 'c2' },
    );
    expect(tools.map(({ name }) => name)).toEqual(['deploy']);
    expect(turns).toMatchObject([
      { parts: [{ name: 'tool_search', input: '{"query":"deploy"}' }] },
      { parts: [{ callId: 'c1', content: [{ text: 'These tools are ready: deploy' }] }, {}] },
    ]);
  });

  it('with the state of another dialect give it back to that dialect, byte for byte', () => {
    const { turns } = parseItems(
      { type: 'reasoning', summary: [], encrypted_content: 'tp1.gemini.c:ab+/=' },
      { type: 'reasoning', summary: [], encrypted_content: 'redacted.tp1.anthropic-messages.EmwK==' },
      { type: 'reasoning', summary: [] },
    );
    expect(turns[0]?.parts).toMatchObject([
      { text: '', signature: { dialect: 'gemini', value: 'c:ab+/=' }, isRedacted: false },
      { text: '', signature: { dialect: 'anthropic-messages', value: 'EmwK==' }, isRedacted: true },
    ]);
  });
});

describe('what cannot be read', () => {
  it.each([
    [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
    [{ conversation: 'conv_1' }, 'conversation'],
    [{ background: true }, 'background'],
    [{ prompt: { id: 'pmpt_1' } }, 'prompt'],
    [{ input: [{ type: 'item_reference', id: 'msg_1' }] }, 'input[0]'],
    [{ input: [{ id: 'msg_1' }] }, 'input[0]'],
    [{ input: [{ type: 'compaction', encrypted_content: 'x' }] }, 'input[0]'],
    [{ input: [{ type: 'tomorrow' }] }, 'input[0]'],
    [{ input: [{ role: 'user', content: [{ type: 'tomorrow' }] }] }, 'input[0].content[0]'],
    [
      { input: [{ role: 'system', content: [{ type: 'input_image', file_id: 'f' }] }] },
      'input[0].content[0]',
    ],
  ])('is refused by its place: %o', (body, at) => {
    expect(() => parse(body)).toThrow(CannotCarryError);
    expect(() => parse(body)).toThrow(expect.objectContaining({ at }));
  });

  it.each([
    [{ input: ['Hi'] }, 'input[0]'],
    [{ input: [{ role: 'tool', content: 'Hi' }] }, 'input[0].role'],
    [{ input: [{ role: 'user', content: [{ type: 'input_file' }] }] }, 'input[0].content[0]'],
    [{ input: [{ type: 'function_call', name: 'f', arguments: '{}' }] }, 'input[0].call_id'],
    [{ temperature: 'hot' }, 'temperature'],
    [{ tools: [{ type: 'function' }] }, 'tools[0].name'],
    [{ tools: 'all' }, 'tools'],
    [{ text: { format: { type: 'xml' } } }, 'text.format.type'],
    [{ reasoning: { effort: 'huge' } }, 'reasoning.effort'],
    [{ tool_choice: 'maybe' }, 'tool_choice'],
    [{ metadata: { n: 1 } }, 'metadata.n'],
  ])('is named where it is malformed: %o', (body, param) => {
    expect(() => parse(body)).toThrow(Refusal);
    expect(() => parse(body)).toThrow(expect.objectContaining({ param }));
  });

  it('nothing stored is nothing to refuse', () => {
    expect(parse({ previous_response_id: null, background: false, store: true }).dropped).toEqual([]);
  });
});
