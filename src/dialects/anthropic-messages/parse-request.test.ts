import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { parseMessagesRequest } from './parse-request.ts';

const USER = { role: 'user', content: 'Hi' };

function fixture(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`./request-fixtures/${name}.json`, import.meta.url), 'utf8'));
}

function parse(body: JsonObject) {
  return parseMessagesRequest({ model: 'm', max_tokens: 10, messages: [USER], ...body });
}

function failureOf(body: JsonObject): unknown {
  try {
    return parse(body);
  } catch (error) {
    return error;
  }
}

describe('requests of Claude Code', () => {
  const { request, dropped } = parseMessagesRequest(fixture('claude-code'));

  it('fact 29: the system stays a list in its order, with its cache marks', () => {
    expect(request.turns[0]).toMatchObject({
      role: 'system',
      parts: [
        { text: 'x-anthropic-billing-header: cc_version=2.1.273; cc_entrypoint=cli;', cacheMark: null },
        { text: 'You are Claude Code.', cacheMark: { ttl: '1h' }, at: 'system[1]' },
        { text: '# Environment\nLinux', cacheMark: { ttl: null } },
      ],
    });
  });

  it('fact 23: thinking keeps its text and its signature byte for byte', () => {
    expect(request.turns[2]?.parts.slice(0, 2)).toMatchObject([
      {
        type: 'reasoning',
        text: 'Read both first.',
        signature: { dialect: 'anthropic-messages', value: 'EqQBCgIYAhIM1gbcDa9GJwZA2b3h' },
        isRedacted: false,
      },
      { type: 'reasoning', text: '', signature: { value: 'EmwKAhgBEgy3va3pzix' }, isRedacted: true },
    ]);
  });

  it('calls and their results, with a picture and an error', () => {
    expect(request.turns[2]?.parts.slice(3)).toMatchObject([
      { type: 'tool-call', id: 'toolu_01A', name: 'Read', kind: 'function', input: '{"file_path":"/a.png"}' },
      { type: 'tool-call', id: 'toolu_01B' },
    ]);
    expect(request.turns[3]?.parts).toMatchObject([
      {
        callId: 'toolu_01A',
        isError: false,
        content: [
          { text: 'A picture:' },
          { type: 'image', source: { type: 'data', mediaType: 'image/png' } },
        ],
      },
      { callId: 'toolu_01B', isError: true, cacheMark: { ttl: null }, content: [{ type: 'text' }] },
    ]);
  });

  it('a system turn between the others stays where it stood', () => {
    expect(request.turns.at(-1)).toMatchObject({ role: 'system', parts: [{ text: 'Plan mode is on.' }] });
  });

  it('settings', () => {
    expect(request).toMatchObject({
      toolChoice: { type: 'auto' },
      parallelTools: true,
      reasoning: { mode: 'adaptive', effort: 'xhigh', budgetTokens: null, isShown: true },
      maxOutputTokens: 32_000,
      temperature: 1,
      endUser: '{"device_id":"d1","session_id":"s1"}',
      isStreaming: true,
    });
    expect(request.tools).toMatchObject([
      { type: 'function', name: 'Read', isStrict: null, cacheMark: null },
      { type: 'function', name: 'mcp__docs__search', cacheMark: { ttl: '1h' } },
      { type: 'hosted', name: 'web_search', at: 'tools[2]' },
    ]);
  });

  it('what only tunes is listed once, by its path', () => {
    expect(dropped).toEqual([
      'messages[].content[].caller',
      'tools[].eager_input_streaming',
      'tools[].defer_loading',
      'output_config.task_budget',
      'context_management',
    ]);
  });
});

describe('settings of Messages', () => {
  it.each([
    [
      { thinking: { type: 'enabled', budget_tokens: 2_000 } },
      { mode: 'on', budgetTokens: 2_000, effort: null },
    ],
    [{ thinking: { type: 'enabled', budget_tokens: 2_000, display: 'omitted' } }, { isShown: false }],
    [
      { thinking: { type: 'adaptive' }, output_config: { effort: 'max' } },
      { mode: 'adaptive', effort: 'max' },
    ],
    [{ thinking: { type: 'disabled' } }, { mode: 'off', effort: null }],
    [{ thinking: { type: 'between_tools' } }, { mode: 'adaptive', effort: 'low' }],
    [{ output_config: { effort: 'low' } }, { mode: 'adaptive', effort: 'low' }],
  ])('%j', (body, wish) => {
    expect(parse(body).request.reasoning).toMatchObject(wish);
  });

  it('an effort beside disabled thinking is listed', () => {
    const body = { thinking: { type: 'disabled' }, output_config: { effort: 'high' } };
    expect(parse(body).dropped).toEqual(['output_config.effort']);
  });

  it('output_config.format, and output_format of its beta', () => {
    const format = { type: 'json_schema', schema: { type: 'object' } };
    const wanted = { type: 'json-schema', schema: { type: 'object' }, isStrict: null };
    expect(parse({ output_config: { format } }).request.outputFormat).toMatchObject(wanted);
    expect(parse({ output_format: format }).request.outputFormat).toMatchObject(wanted);
  });

  it.each([
    [{ type: 'any' }, { type: 'required' }, null],
    [{ type: 'none' }, { type: 'none' }, null],
    [{ type: 'tool', name: 'a', disable_parallel_tool_use: true }, { type: 'tool', name: 'a' }, false],
  ])('tool_choice %j', (tool_choice, toolChoice, parallelTools) => {
    expect(parse({ tool_choice }).request).toMatchObject({ toolChoice, parallelTools });
  });

  it('unknown fields are listed, cache marks are not', () => {
    const { dropped } = parse({
      cache_control: { type: 'ephemeral' },
      speed: 'fast',
      metadata: { team: 'x' },
    });
    expect(dropped).toEqual(['metadata.team', 'speed']);
  });
});

describe('what is refused', () => {
  it.each<[JsonObject, string]>([
    [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages[0].role'],
    [{ messages: [{ role: 'user', content: 7 }] }, 'messages[0].content'],
    [{ messages: [{ role: 'user', content: [{ text: 'x' }] }] }, 'messages[0].content[0].type'],
    [
      { messages: [{ role: 'user', content: [{ type: 'tool_use', id: 'a', name: 'b' }] }] },
      'messages[0].content[0]',
    ],
    [{ messages: [{ role: 'user', content: [{ type: 'image' }] }] }, 'messages[0].content[0].source.type'],
    [
      { messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'b', input: '{}' }] }] },
      'messages[0].content[0].input',
    ],
    [{ max_tokens: '10' }, 'max_tokens'],
    [{ system: { text: 'x' } }, 'system'],
    [
      { system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '2h' } }] },
      'system[0].cache_control.ttl',
    ],
    [{ thinking: { type: 'hard' } }, 'thinking.type'],
    [{ output_config: { effort: 'huge' } }, 'output_config.effort'],
    [{ output_config: { format: { type: 'json' } } }, 'output_config.format'],
    [{ tool_choice: { type: 'tool' } }, 'tool_choice.name'],
    [{ tools: [{ input_schema: {} }] }, 'tools[0].name'],
  ])('%j names its field', (body, param) => {
    const failure = failureOf(body);
    expect(failure).toBeInstanceOf(Refusal);
    expect(failure).toMatchObject({ code: 'invalid_request', param });
  });

  it.each<[JsonObject, string]>([
    [
      { messages: [{ role: 'user', content: [{ type: 'container_upload', file_id: 'file_1' }] }] },
      'messages[0].content[0]',
    ],
    [{ messages: [{ role: 'user', content: [{ type: 'hologram' }] }] }, 'messages[0].content[0]'],
    [
      {
        messages: [
          { role: 'assistant', content: [{ type: 'document', source: { type: 'text', data: 'x' } }] },
        ],
      },
      'messages[0].content[0]',
    ],
    [{ inference_geo: 'us' }, 'inference_geo'],
  ])('%j cannot be carried', (body, at) => {
    const failure = failureOf(body);
    expect(failure).toBeInstanceOf(CannotCarryError);
    expect(failure).toMatchObject({ at });
  });
});
