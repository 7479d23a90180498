import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalRequest, ReasoningWish, Turn } from '../../canonical/index.ts';
import type { Target } from '../codec.ts';
import { arbitraryRequest } from '../testing/arbitrary-canonical.ts';
import { arbitrarySignature } from '../testing/arbitrary-features.ts';
import { comparableParts, withoutPlaces } from '../testing/comparable.ts';
import { responsesCodec } from './codec.ts';
import { textPart } from './read-content.ts';

const TARGET: Target = { model: 'gpt-5.5', maxOutputTokens: 128_000 };

/** A request as it is after the way through a body of Responses. */
function kept(request: CanonicalRequest): CanonicalRequest {
  return {
    ...request,
    ...{ stopSequences: [], topK: null, frequencyPenalty: null, presencePenalty: null },
    ...{ seed: null, logitBias: null, choices: null },
    turns: keptTurns(request.turns),
    tools: request.tools.map((tool) =>
      tool.type === 'function' ? { ...tool, isStrict: tool.isStrict ?? false } : tool,
    ),
    outputFormat:
      request.outputFormat?.type === 'json-schema'
        ? { ...request.outputFormat, name: request.outputFormat.name ?? 'answer' }
        : request.outputFormat,
    maxOutputTokens: request.maxOutputTokens === null ? null : Math.max(16, request.maxOutputTokens),
  };
}

/** Neighbours of one role are one turn, and thinking without a state of OpenAI's is left out. */
function keptTurns(turns: readonly Turn[]): readonly Turn[] {
  const joined: { role: Turn['role']; parts: Turn['parts'][number][] }[] = [];
  for (const { role, parts } of turns) {
    const own = parts.filter(
      (part) => part.type !== 'reasoning' || part.signature?.dialect === 'openai-responses',
    );
    const last = joined.at(-1);
    if (last !== undefined && last.role === role) {
      last.parts.push(...own);
    } else if (own.length > 0) {
      joined.push({ role, parts: [...own] });
    }
  }
  return withoutPlaces(joined).map(({ role, parts }) => ({
    role,
    parts: parts.map(keptPart),
  })) as readonly Turn[];
}

function keptPart(part: Turn['parts'][number]): Turn['parts'][number] {
  if (part.type === 'image') {
    return { ...part, detail: part.detail ?? 'auto' };
  }
  const isNamed = part.type === 'document' && part.source.type === 'data';
  return isNamed ? { ...part, name: part.name ?? 'document.pdf' } : part;
}

const OWN_STATE = {
  signature: (on: string) =>
    on === 'reasoning' ? fc.option(arbitrarySignature('openai-responses')) : fc.constant(null),
};
const WISHES = fc.option(
  fc.record<ReasoningWish>({
    mode: fc.constant('on'),
    effort: fc.constantFrom('minimal', 'low', 'medium', 'high', 'xhigh', 'max'),
    budgetTokens: fc.constant(null),
    isShown: fc.constantFrom(true, null),
  }),
);

describe('a request through Responses', () => {
  it('is read back as it was written', () => {
    const arbitrary = arbitraryRequest(
      { ...OWN_STATE, refusals: true, customTools: true },
      {
        reasoning: WISHES,
        serviceTier: fc.constantFrom(null, 'flex'),
        choices: fc.constantFrom(null, 1),
        metadata: fc.option(fc.constant({ team: 'a' })),
        endUser: fc.option(fc.constant('u1')),
      },
    );
    fc.assert(
      fc.property(arbitrary, (request) => {
        const body = JSON.parse(JSON.stringify(responsesCodec.buildRequest(request, TARGET).body));
        const { request: read, dropped } = responsesCodec.parseRequest(body, {
          model: null,
          query: new URLSearchParams(),
        });
        const compare = (value: CanonicalRequest) => ({
          ...withoutPlaces(value),
          turns: keptTurns(value.turns).map((turn) => ({
            ...turn,
            parts: comparableParts(turn.role === 'system' ? [joinTexts(turn)] : turn.parts),
          })),
        });
        expect(dropped).toEqual([]);
        expect(compare(read)).toEqual(compare(kept(request)));
      }),
    );
  });
});

function joinTexts(turn: Turn) {
  return textPart('', turn.parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n\n'));
}
