import { describe, expect, it } from 'vitest';
import type { CanonicalRequest, ReasoningWish, Turn } from '../../canonical/index.ts';
import { CannotCarryError, type Target } from '../codec.ts';
import { plainRequest } from '../testing/responses-streams.ts';
import { responsesCodec } from './codec.ts';

const TARGET: Target = { model: 'gpt-5.5', maxOutputTokens: 128_000 };

function build(said: Partial<CanonicalRequest>, target = TARGET) {
  return responsesCodec.buildRequest(plainRequest(said), target);
}

function said(...turns: readonly Turn[]) {
  return build({ turns }).body.input;
}

const place = { at: 'messages[0].content[0]' };
const text = (words: string) => ({
  type: 'text' as const,
  ...place,
  text: words,
  cacheMark: null,
  citations: [],
  signature: null,
});

describe('a request to Responses', () => {
  it('says what it left out', () => {
    const { dropped } = build({
      topK: 3,
      seed: 1,
      frequencyPenalty: 0,
      serviceTier: 'standard_only',
      reasoning: { mode: 'off', effort: null, budgetTokens: null, isShown: null },
      tools: [{ type: 'hosted', name: 'web_search_20250305', at: 'tools[0]' }],
      toolChoice: { type: 'auto' },
    });
    expect([...dropped].sort()).toEqual(
      ['frequencyPenalty', 'reasoning', 'seed', 'serviceTier', 'tools', 'topK'].sort(),
    );
  });

  it('stores nothing, and asks models that think for their state', () => {
    expect(build({}).body).toMatchObject({
      store: false,
      include: ['reasoning.encrypted_content'],
      stream: true,
    });
    for (const model of ['o4-mini', 'openai/gpt-5-codex', 'gpt-10']) {
      expect(build({}, { ...TARGET, model }).body.include).toEqual(['reasoning.encrypted_content']);
    }
    for (const model of ['gpt-4o', 'gpt-5-chat-latest', 'llama-3']) {
      expect(build({}, { ...TARGET, model }).body.include).toBeUndefined();
    }
  });

  it('keeps what OpenAI bounds within its bounds', () => {
    const long = 'x'.repeat(200);
    const { body } = build({ maxOutputTokens: 1, endUser: long, promptCacheKey: long });
    expect(body.max_output_tokens).toBe(16);
    expect(body.safety_identifier).toMatch(/^[0-9a-f]{64}$/);
    expect(body.prompt_cache_key).toBe(body.safety_identifier);
  });

  it('asks for thinking by effort, and for a summary only where thinking shall be shown', () => {
    const wish = (reasoning: Partial<ReasoningWish>) =>
      build({ reasoning: { mode: 'on', effort: null, budgetTokens: null, isShown: null, ...reasoning } }).body
        .reasoning;
    expect(wish({ budgetTokens: 10_000 })).toEqual({ effort: 'medium' });
    expect(wish({ effort: 'high', isShown: true })).toEqual({ effort: 'high', summary: 'auto' });
    expect(wish({ mode: 'off', effort: 'none' })).toEqual({ effort: 'none' });
    expect(wish({ mode: 'off' })).toBeUndefined();
  });

  it('answers a custom call with the output of a custom call', () => {
    const call = { type: 'tool-call' as const, ...place, id: 'c1', name: 'patch', signature: null };
    const result = {
      type: 'tool-result' as const,
      ...place,
      callId: 'c1',
      name: null,
      isError: false,
      cacheMark: null,
    };
    expect(
      said(
        { role: 'assistant', parts: [{ ...call, kind: 'custom', input: '*** Begin' }] },
        { role: 'user', parts: [{ ...result, content: [text('Done')] }] },
      ),
    ).toEqual([
      { type: 'custom_tool_call', call_id: 'c1', name: 'patch', input: '*** Begin' },
      { type: 'custom_tool_call_output', call_id: 'c1', output: 'Done' },
    ]);
  });

  it('sends thinking of its own, and leaves out that of others', () => {
    const thought = { type: 'reasoning' as const, ...place, text: 'Hm', isRedacted: false };
    const own = { dialect: 'openai-responses', value: 'gAAA==' };
    const foreign = { dialect: 'anthropic-messages', value: 'EmwK' };
    const parts = [
      { ...thought, signature: foreign },
      { ...thought, signature: null },
      { ...thought, signature: own },
      text('Hi'),
    ];
    expect(said({ role: 'assistant', parts })).toEqual([
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'gAAA==' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hi' }] },
    ]);
  });

  it('sends system turns where they stood', () => {
    const { body } = build({
      turns: [
        { role: 'system', parts: [text('One'), text('Two')] },
        { role: 'user', parts: [text('Hi')] },
        { role: 'system', parts: [text('Three')] },
      ],
    });
    expect(body.instructions).toBe('One\n\nTwo');
    expect(body.input).toMatchObject([{ role: 'user' }, { role: 'developer', content: [{ text: 'Three' }] }]);
  });

  it('unpacks the grammar of a custom tool of Chat Completions', () => {
    const grammar = { syntax: 'lark', definition: 'start: "a"' };
    const { body } = build({
      tools: [
        { type: 'custom', name: 'patch', description: null, format: { type: 'grammar', grammar }, at: '' },
      ],
    });
    expect(body.tools).toEqual([{ type: 'custom', name: 'patch', format: { type: 'grammar', ...grammar } }]);
  });

  it.each<[string, Partial<CanonicalRequest>]>([
    ['several answers', { choices: 2 }],
    [
      'a sound',
      {
        turns: [
          {
            role: 'user',
            parts: [
              {
                type: 'audio',
                ...place,
                source: { type: 'url', url: 'u', mediaType: null },
                transcript: null,
              },
            ],
          },
        ],
      },
    ],
    [
      'a file that was uploaded elsewhere',
      {
        turns: [
          {
            role: 'user',
            parts: [
              {
                type: 'document',
                ...place,
                source: { type: 'file', dialect: 'gemini', fileId: 'f' },
                name: null,
                cacheMark: null,
              },
            ],
          },
        ],
      },
    ],
    [
      'a forced tool of another vendor',
      {
        tools: [{ type: 'hosted', name: 'googleSearch', at: '' }],
        toolChoice: { type: 'required' },
      },
    ],
    [
      'what another vendor ran',
      { turns: [{ role: 'assistant', parts: [{ type: 'vendor', ...place, dialect: 'x', name: 'y' }] }] },
    ],
  ])('refuses %s', (_what, request) => {
    expect(() => build(request)).toThrow(CannotCarryError);
  });
});
