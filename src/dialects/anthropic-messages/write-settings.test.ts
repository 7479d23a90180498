import { describe, expect, it } from 'vitest';
import type { CanonicalRequest, Turn } from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { build, OPUS_4_1 } from '../testing/messages-requests.ts';

function failureOf(changes: Partial<CanonicalRequest>): unknown {
  try {
    return build(changes);
  } catch (error) {
    return error;
  }
}

describe('settings', () => {
  it.each<[string, Partial<CanonicalRequest>, JsonObject, readonly string[]]>([
    [OPUS_4_1, { temperature: 1.7 }, { temperature: 1 }, ['temperature']],
    [OPUS_4_1, { temperature: 0.2, topP: 0.5 }, { temperature: 0.2 }, ['topP']],
    [OPUS_4_1, { temperature: 1, topP: 0.5, topK: 3 }, { top_p: 0.5, top_k: 3 }, ['temperature']],
    ['claude-3-5-haiku-latest', { temperature: 0.2, topP: 0.5 }, { temperature: 0.2, top_p: 0.5 }, []],
    ['claude-opus-4-8', { temperature: 0.2, topP: 0.5, topK: 3 }, {}, ['temperature', 'topP', 'topK']],
    [
      'claude-sonnet-4-20250514',
      {
        temperature: 0.2,
        topP: 0.99,
        topK: 3,
        reasoning: { mode: 'on', effort: 'low', budgetTokens: null, isShown: null },
      },
      { top_p: 0.99 },
      ['temperature', 'topK'],
    ],
    [
      OPUS_4_1,
      {
        seed: 1,
        verbosity: 'low',
        logitBias: { 5: 1 },
        frequencyPenalty: 1,
        presencePenalty: 0,
        metadata: { a: 'b' },
      },
      {},
      ['frequencyPenalty', 'presencePenalty', 'seed', 'logitBias', 'verbosity', 'metadata'],
    ],
    [OPUS_4_1, { promptCacheKey: 'k', choices: 1 }, {}, []],
    [OPUS_4_1, { stopSequences: ['\n', 'END'] }, { stop_sequences: ['END'] }, []],
    [OPUS_4_1, { endUser: 'u'.repeat(257), serviceTier: 'flex' }, {}, ['endUser', 'serviceTier']],
    [
      OPUS_4_1,
      { endUser: 'u', serviceTier: 'default' },
      { metadata: { user_id: 'u' }, service_tier: 'standard_only' },
      [],
    ],
  ])('%s: %j', (model, changes, fields, dropped) => {
    const built = build(changes, model);
    const {
      model: _model,
      max_tokens: _max,
      messages: _messages,
      thinking: _thinking,
      ...others
    } = built.body;
    expect(others).toEqual(fields);
    expect(built.dropped).toEqual(dropped);
  });

  it.each<[Partial<CanonicalRequest>, string]>([
    [{ choices: 2 }, 'choices'],
    [{ logprobs: 0 }, 'logprobs'],
    [
      { tools: [{ type: 'hosted', name: 'googleSearch', at: '' }], toolChoice: { type: 'required' } },
      'toolChoice',
    ],
  ])('%j cannot be carried', (changes, field) => {
    const failure = failureOf(changes);
    expect(failure).toBeInstanceOf(CannotCarryError);
    expect(failure).toMatchObject({ field });
  });

  it('what a turn holds that cannot be carried is named', () => {
    const at = 'messages[0].content[1]';
    const source = { type: 'data', mediaType: 'audio/wav', base64: 'AA==' } as const;
    const file = { type: 'file', dialect: 'openai-chat', fileId: 'file-1' } as const;
    const turns: readonly Turn[] = [
      { role: 'user', parts: [{ type: 'audio', at, source, transcript: null }] },
      {
        role: 'user',
        parts: [{ type: 'image', at, source: file, detail: null, cacheMark: null, signature: null }],
      },
      { role: 'user', parts: [{ type: 'document', at, source, name: null, cacheMark: null }] },
      {
        role: 'assistant',
        parts: [{ type: 'image', at, source, detail: null, cacheMark: null, signature: null }],
      },
    ];
    for (const turn of turns) {
      expect(failureOf({ turns: [turn] })).toMatchObject({ name: 'CannotCarryError', at });
    }
  });
});
