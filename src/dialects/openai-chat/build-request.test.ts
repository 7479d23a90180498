import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssistantPart, CanonicalRequest, TextPart, Turn, UserPart } from '../../canonical/index.ts';
import { CannotCarryError, type Target } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { arbitraryRequest, noSignature } from '../testing/arbitrary-canonical.ts';
import { withoutPlaces } from '../testing/comparable.ts';
import { buildChatRequest } from './build-request.ts';
import { parseChatRequest } from './parse-request.ts';
import { textPart } from './read-content.ts';
import { ASKED } from './testing/exchange.ts';

const TARGET: Target = { model: 'gpt-5.2', maxOutputTokens: null };

function build(changes: Partial<CanonicalRequest>, target = TARGET): JsonObject {
  return buildChatRequest({ ...ASKED, ...changes }, target).body;
}

function messagesOf(...turns: readonly Turn[]): unknown {
  return build({ turns }).messages;
}

function user(...parts: readonly UserPart[]): Turn {
  return { role: 'user', parts };
}

function call(id: string, more: object = {}): AssistantPart {
  return {
    type: 'tool-call',
    at: '',
    id,
    name: 'f',
    kind: 'function',
    input: '{}',
    signature: null,
    ...more,
  };
}

function result(callId: string, more: object = {}): UserPart {
  const content = [textPart('1', '', null)];
  return {
    type: 'tool-result',
    at: 'p',
    callId,
    name: null,
    content,
    isError: false,
    cacheMark: null,
    ...more,
  };
}

const WITHOUT_THE_REST = {
  topK: fc.constant(null),
  reasoning: fc.option(
    fc.constantFrom('low' as const, 'high' as const).map((effort) => ({
      mode: 'on' as const,
      effort,
      budgetTokens: null,
      isShown: null,
    })),
  ),
};

/** A request as Chat Completions can say it: texts that stand alone are one text, few allowed tools the only ones. */
function asChat(request: CanonicalRequest): CanonicalRequest {
  const { toolChoice } = request;
  const isAllowed = toolChoice?.type === 'allowed';
  const tools = isAllowed
    ? request.tools.filter(({ name }) => toolChoice.names.includes(name))
    : request.tools;
  const choice = isAllowed
    ? { type: toolChoice.isRequired ? ('required' as const) : ('auto' as const) }
    : toolChoice;
  return {
    ...request,
    tools,
    toolChoice: choice,
    parallelTools: tools.length === 0 ? null : request.parallelTools,
    turns: request.turns.map(asChatTurn),
  };
}

function asChatTurn(turn: Turn): Turn {
  switch (turn.role) {
    case 'system':
      return { role: 'system', parts: joined(turn.parts) };
    case 'assistant':
      return turn;
    case 'user': {
      const results = turn.parts.filter((part) => part.type === 'tool-result');
      const said = turn.parts.filter((part) => part.type !== 'tool-result');
      const texts = said.filter((part) => part.type === 'text');
      const whole = results.map((part) => ({
        ...part,
        content: joined(part.content.filter((piece) => piece.type === 'text')),
      }));
      return { role: 'user', parts: [...whole, ...(texts.length === said.length ? joined(texts) : said)] };
    }
  }
}

function joined(parts: readonly TextPart[]): readonly TextPart[] {
  return parts.length === 0 ? [] : [textPart(parts.map(({ text }) => text).join('\n\n'), '', null)];
}

describe('a request for an upstream', () => {
  it('says all that was asked', () => {
    const features = {
      signature: noSignature,
      reasoning: false,
      documents: false,
      audio: true,
      refusals: true,
    };
    fc.assert(
      fc.property(
        arbitraryRequest({ ...features, logprobs: true, maxChoices: 3 }, WITHOUT_THE_REST),
        (request) => {
          const { body, dropped } = buildChatRequest(request, TARGET);
          expect(dropped).toEqual([]);
          const back = parseChatRequest(JSON.parse(JSON.stringify(body)));
          expect(back.dropped).toEqual([]);
          expect(withoutPlaces(back.request)).toEqual(asChat(request));
        },
      ),
    );
  });

  it('carries no thinking of others, and no state of theirs', () => {
    fc.assert(
      fc.property(arbitraryRequest({ documents: false, customTools: true, richResults: true }), (request) => {
        const text = JSON.stringify(buildChatRequest(request, TARGET).body.messages);
        expect(text).not.toMatch(/reasoning|elsewhere/);
      }),
    );
  });

  it('asks for usage where it streams, and only there', () => {
    expect(build({ isStreaming: true })).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
    expect(build({ isStreaming: false })).not.toHaveProperty('stream_options');
  });

  it('limits OpenAI by one word and compatible servers by the other', () => {
    const limitFor = (model: string) => build({ maxOutputTokens: 9 }, { ...TARGET, model });
    for (const model of ['gpt-4o', 'o3', 'openai/gpt-5', 'ft:gpt-4o-mini:acme', 'chatgpt-4o-latest']) {
      expect(limitFor(model)).toMatchObject({ max_completion_tokens: 9 });
    }
    for (const model of ['deepseek-chat', 'qwen3-max', 'openai/gpt-oss-120b', 'o1x', 'mistral-large']) {
      expect(limitFor(model)).toMatchObject({ max_tokens: 9 });
      expect(limitFor(model)).not.toHaveProperty('max_completion_tokens');
    }
  });

  it('has the results of parallel calls right after the calls, pictures shown after them', () => {
    const image = {
      type: 'image' as const,
      at: '',
      source: { type: 'data' as const, mediaType: 'image/png', base64: 'AAAA' },
      detail: null,
      cacheMark: null,
      signature: null,
    };
    const messages = messagesOf(
      user(textPart('go', '', null)),
      { role: 'assistant', parts: [call('a')] },
      { role: 'assistant', parts: [call('b'), call('c', { kind: 'custom', input: 'ls' })] },
      user(result('a'), result('b', { content: [image] })),
      user(textPart('so?', '', null), result('c', { isError: true, content: [] })),
    );
    expect(messages).toMatchObject([
      { role: 'user', content: 'go' },
      { role: 'assistant', content: null, tool_calls: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] },
      { role: 'tool', tool_call_id: 'a', content: '1' },
      { role: 'tool', tool_call_id: 'b' },
      { role: 'tool', tool_call_id: 'c', content: 'The tool failed.' },
      { role: 'user', content: [{ type: 'text' }, { type: 'image_url' }, { type: 'text', text: 'so?' }] },
    ]);
    expect(JSON.stringify(messages)).toContain('"arguments":"{\\"input\\":\\"ls\\"}"');
  });

  it('offers custom tools as functions, and leaves hosted ones out', () => {
    const tools = [
      { type: 'custom' as const, name: 'g', description: 'd', format: null, at: '' },
      { type: 'hosted' as const, name: 'web_search', at: 'tools[1]' },
    ];
    const built = buildChatRequest({ ...ASKED, tools, toolChoice: { type: 'auto' } }, TARGET);
    expect(built.body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'g' } }],
      tool_choice: 'auto',
    });
    expect(built.dropped).toEqual(['tools']);
    expect(() => build({ tools, toolChoice: { type: 'tool', name: 'web_search' } })).toThrow(
      CannotCarryError,
    );
  });

  it('names what it leaves out', () => {
    const reasoning = { mode: 'off', effort: null, budgetTokens: null, isShown: null } as const;
    const request = { ...ASKED, topK: 4, metadata: { a: 'b' }, serviceTier: 'batch', reasoning };
    expect([...buildChatRequest(request, TARGET).dropped].sort()).toEqual([
      'metadata',
      'reasoning',
      'serviceTier',
      'topK',
    ]);
  });

  it('turns budgets into efforts, tiers of others into its own, long users into hashes', () => {
    const reasoning = { mode: 'on', effort: null, budgetTokens: 12_000, isShown: true } as const;
    const body = build({ reasoning, serviceTier: 'standard_only', endUser: 'u'.repeat(100) });
    expect(body).toMatchObject({ reasoning_effort: 'medium', service_tier: 'default' });
    expect(body.user).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps the prompt cache key for OpenAI alone', () => {
    expect(build({ promptCacheKey: 'k' })).toMatchObject({ prompt_cache_key: 'k' });
    expect(build({ promptCacheKey: 'k' }, { ...TARGET, model: 'mistral-large' })).not.toHaveProperty(
      'prompt_cache_key',
    );
  });

  it('refuses documents by address, files kept elsewhere, and what other vendors ran', () => {
    const document = { type: 'document', at: 'messages[0].content[0]', name: null, cacheMark: null } as const;
    const url = { type: 'url', url: 'https://x.example/a.pdf', mediaType: null } as const;
    const file = { type: 'file', dialect: 'anthropic-messages', fileId: 'f' } as const;
    const vendor = { type: 'vendor', at: 'x', dialect: 'gemini', name: 'executableCode' } as const;
    for (const part of [{ ...document, source: url }, { ...document, source: file }, vendor]) {
      expect(() => messagesOf(user(part))).toThrow(CannotCarryError);
    }
    expect(() => messagesOf({ role: 'assistant', parts: [vendor] })).toThrow(/executableCode/);
  });
});
