import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssistantPart, CanonicalRequest, Turn } from '../../canonical/index.ts';
import { arbitraryResponse } from '../testing/arbitrary-canonical.ts';
import { comparableParts, withoutPlaces } from '../testing/comparable.ts';
import { buildChatRequest } from './build-request.ts';
import { buildChatResponse } from './build-response.ts';
import { parseChatRequest } from './parse-request.ts';
import { parseChatResponse } from './parse-response.ts';
import { textPart } from './read-content.ts';
import { ASKED, contextOf } from './testing/exchange.ts';

/** What a client gives back of an answer when it sends the message again. */
function giveBack(parts: readonly AssistantPart[]): readonly AssistantPart[] {
  const finish = { reason: 'stop', stopSequence: null, explanation: null } as const;
  const answer = buildChatResponse(
    { id: null, measured: null, choices: [{ index: 0, parts, finish, logprobs: null }] },
    contextOf(ASKED),
  );
  const [choice] = JSON.parse(JSON.stringify(answer)).choices;
  const { request } = parseChatRequest({ messages: [choice.message] });
  return withoutPlaces(request.turns.flatMap((turn) => (turn.role === 'assistant' ? turn.parts : [])));
}

/** The parts of an upstream's message, and what the upstream gets back of them in a later request. */
function sentBack(message: object, ...after: readonly Turn[]): unknown {
  const response = parseChatResponse({ choices: [{ index: 0, message, finish_reason: 'stop' }] }, ASKED);
  const parts = response.choices[0]?.parts ?? [];
  const turns: CanonicalRequest['turns'] = [...ASKED.turns, { role: 'assistant', parts }, ...after];
  const { messages } = buildChatRequest({ ...ASKED, turns }, { model: 'm', maxOutputTokens: null }).body;
  return Array.isArray(messages) ? messages[1] : undefined;
}

const RESULT: Turn = {
  role: 'user',
  parts: [
    { type: 'tool-result', at: '', callId: 'a', name: null, content: [], isError: false, cacheMark: null },
  ],
};
const NEXT: Turn = { role: 'user', parts: [textPart('next', '', null)] };
const CALLS = [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }];

describe('facts 13, 23, 37: states of other dialects', () => {
  it('come back byte for byte on the parts they hung on, with their words', () => {
    fc.assert(
      fc.property(arbitraryResponse({ redactedReasoning: true, refusals: true }), ({ choices }) => {
        const parts = choices[0]?.parts ?? [];
        const back = comparableParts(giveBack(parts));
        expect(back).toEqual(comparableParts(withTextStatesBefore(withoutPlaces(parts))));
      }),
    );
  });

  it('of several thoughts are told apart', () => {
    const thought = (text: string) => ({
      type: 'reasoning' as const,
      at: '',
      text,
      signature: { dialect: 'anthropic-messages', value: `sig ${text}` },
      isRedacted: false,
    });
    const parts = [thought('a'), thought('b'), textPart('c', '', null)];
    expect(giveBack(parts)).toEqual(parts);
  });
});

describe('details as clients keep them', () => {
  const envelope = 'tp1.anthropic-messages.Sig==#8';
  const pieces = [
    { type: 'reasoning.text', text: 'Let ', index: 0 },
    { type: 'reasoning.text', text: 'me.', index: 0 },
    { type: 'reasoning.text', text: '!', signature: envelope, index: 0 },
  ];
  const read = (details: readonly object[]): readonly AssistantPart[] =>
    parseChatRequest({ messages: [{ role: 'assistant', content: 'x', reasoning_details: details }] })
      .request.turns.flatMap((turn) => (turn.role === 'assistant' ? turn.parts : []))
      .filter(({ type }) => type === 'reasoning');

  it('in the pieces of a stream are one thought', () => {
    const signature = { dialect: 'anthropic-messages', value: 'Sig==' };
    expect(read(pieces)).toMatchObject([{ text: 'Let me.!', signature }]);
  });

  it('that are the last piece of a stream alone prove nothing', () => {
    expect(read(pieces.slice(-1))).toMatchObject([{ text: '!', signature: null }]);
  });
});

/** Text has no place for a state here: it stands in an empty thought before the text. */
function withTextStatesBefore(parts: readonly AssistantPart[]): readonly AssistantPart[] {
  return parts.flatMap((part): readonly AssistantPart[] =>
    part.type === 'text' && part.signature !== null
      ? [
          { type: 'reasoning', at: '', text: '', signature: part.signature, isRedacted: false },
          { ...part, signature: null },
        ]
      : [part],
  );
}

describe('thinking of an upstream of this dialect', () => {
  it('goes back in its own member while its calls go on, and not after', () => {
    for (const field of ['reasoning_content', 'reasoning']) {
      const message = { content: null, [field]: 'hm', tool_calls: CALLS };
      expect(sentBack(message, RESULT)).toMatchObject({ [field]: 'hm', tool_calls: [{ id: 'a' }] });
      expect(sentBack(message, RESULT, NEXT)).not.toHaveProperty(field);
      expect(sentBack({ content: 'x', [field]: 'hm' }, NEXT)).not.toHaveProperty(field);
    }
  });

  it('goes back as the details it came in', () => {
    const details = [
      { type: 'reasoning.text', text: 'hm', signature: 's', format: 'anthropic-claude-v1', index: 0 },
      { type: 'reasoning.encrypted', data: 'd', index: 1 },
      { type: 'reasoning.encrypted', data: 'e', id: 'a', index: 2 },
    ];
    const message = { content: 'x', reasoning: 'hm', reasoning_details: details, tool_calls: CALLS };
    expect(sentBack(message, RESULT, NEXT)).toMatchObject({ reasoning_details: details });
  });

  it('survives a client of another dialect, which hands its state back with its words', () => {
    const response = parseChatResponse(
      { choices: [{ index: 0, message: { reasoning_content: 'hm', content: 'x' }, finish_reason: 'stop' }] },
      ASKED,
    );
    expect(response.choices[0]?.parts[0]).toMatchObject({
      type: 'reasoning',
      text: 'hm',
      signature: { dialect: 'openai-chat', value: 'reasoning_content' },
    });
  });
});
