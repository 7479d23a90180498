import { describe, expect, it } from 'vitest';
import type { ReasoningWish, Turn } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { build, call, result, text, thought, user } from '../testing/messages-requests.ts';

describe('thinking', () => {
  const wish = (changes: Partial<ReasoningWish>): ReasoningWish => ({
    mode: 'on',
    effort: null,
    budgetTokens: null,
    isShown: null,
    ...changes,
  });
  const SONNET_4 = 'claude-sonnet-4-20250514';
  const MUCH = 100_000;

  it.each<[string, ReasoningWish, JsonObject]>([
    [SONNET_4, wish({ budgetTokens: 5_000 }), { thinking: { type: 'enabled', budget_tokens: 5_000 } }],
    [SONNET_4, wish({ effort: 'low' }), { thinking: { type: 'enabled', budget_tokens: 4_096 } }],
    [SONNET_4, wish({ mode: 'adaptive' }), { thinking: { type: 'enabled', budget_tokens: 12_288 } }],
    [SONNET_4, wish({ mode: 'off' }), { thinking: { type: 'disabled' } }],
    [
      'claude-opus-4-5',
      wish({ effort: 'xhigh' }),
      { thinking: { type: 'enabled', budget_tokens: 32_768 }, output_config: { effort: 'high' } },
    ],
    [
      'claude-opus-4-6',
      wish({ effort: 'minimal' }),
      { thinking: { type: 'adaptive' }, output_config: { effort: 'low' } },
    ],
    [
      'claude-opus-4-6',
      wish({ budgetTokens: 3_000 }),
      { thinking: { type: 'enabled', budget_tokens: 3_000 } },
    ],
    [
      'claude-opus-4-8',
      wish({ budgetTokens: 24_576, isShown: true }),
      { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } },
    ],
    [
      'claude-sonnet-5',
      wish({ effort: 'xhigh', isShown: false }),
      { thinking: { type: 'adaptive', display: 'omitted' }, output_config: { effort: 'xhigh' } },
    ],
    ['deepseek-v4', wish({ effort: 'high' }), { thinking: { type: 'enabled', budget_tokens: 24_576 } }],
  ])('%s: %j', (model, reasoning, expected) => {
    const { body, dropped } = build({ reasoning, maxOutputTokens: MUCH }, model);
    const { thinking, output_config } = body;
    expect(JSON.parse(JSON.stringify({ thinking, output_config }))).toEqual(expected);
    expect(dropped).toEqual([]);
  });

  it('a budget fits below the limit of the client, which holds; without one the limit grows', () => {
    const limited = build({ reasoning: wish({ budgetTokens: 9_000 }), maxOutputTokens: 4_000 }, SONNET_4);
    expect(limited.body).toMatchObject({ max_tokens: 4_000, thinking: { budget_tokens: 2_000 } });
    expect(limited.dropped).toEqual(['reasoning']);
    const free = build({ reasoning: wish({ effort: 'high' }) }, SONNET_4);
    expect(free.body).toMatchObject({ max_tokens: 32_768, thinking: { budget_tokens: 24_576 } });
    const small = build({ reasoning: wish({ effort: 'high' }), maxOutputTokens: 500 }, SONNET_4);
    expect(small.body).toMatchObject({ max_tokens: 500, thinking: { type: 'disabled' } });
    expect(small.dropped).toEqual(['reasoning']);
    const little = build({ reasoning: wish({ budgetTokens: 5 }) }, SONNET_4);
    expect(little).toMatchObject({ body: { thinking: { budget_tokens: 1_024 } }, dropped: ['reasoning'] });
  });

  it('models that do not think, and models that always do', () => {
    expect(build({ reasoning: wish({ effort: 'high' }) }, 'claude-3-5-haiku-20241022')).toMatchObject({
      dropped: ['reasoning'],
    });
    const always = build({ reasoning: wish({ mode: 'off' }) }, 'claude-fable-5-1');
    expect(always.body.thinking).toBeUndefined();
    expect(always).toMatchObject({ body: { output_config: { effort: 'low' } }, dropped: ['reasoning'] });
  });

  it('is off where the signed thinking of the current turn is missing, and on where it is there', () => {
    const turns = (dialect: string): Turn[] => [
      user('Go'),
      { role: 'assistant', parts: [thought(dialect), call('a')] },
      result('a'),
    ];
    const reasoning = wish({ budgetTokens: 2_000 });
    const foreign = build({ turns: turns('gemini'), reasoning }, SONNET_4);
    expect(foreign).toMatchObject({ body: { thinking: { type: 'disabled' } }, dropped: ['reasoning'] });
    const own = build({ turns: turns('anthropic-messages'), reasoning }, SONNET_4);
    expect(own).toMatchObject({ body: { thinking: { type: 'enabled' } }, dropped: [] });
    // Adaptive thinking does not ask for it.
    const adaptive = build({ turns: turns('gemini'), reasoning }, 'claude-opus-4-8');
    expect(adaptive).toMatchObject({ body: { thinking: { type: 'adaptive' } }, dropped: [] });
  });

  it('gives way to a forced call and to an answer that is begun', () => {
    const tools = [
      {
        type: 'function',
        name: 'a',
        description: null,
        inputSchema: null,
        isStrict: null,
        cacheMark: null,
        at: '',
      },
    ] as const;
    const reasoning = wish({ effort: 'high' });
    const forced = build({ tools, toolChoice: { type: 'required' }, reasoning }, 'claude-opus-4-8');
    expect(forced).toMatchObject({
      body: { thinking: { type: 'disabled' }, tool_choice: { type: 'any' } },
      dropped: ['reasoning'],
    });
    const begun = build(
      { turns: [user('Go'), { role: 'assistant', parts: [text('So')] }], reasoning },
      SONNET_4,
    );
    expect(begun).toMatchObject({ body: { thinking: { type: 'disabled' } }, dropped: ['reasoning'] });
  });
});
