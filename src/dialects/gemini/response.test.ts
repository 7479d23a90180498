import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalResponse, FinishReason } from '../../canonical/index.ts';
import { MalformedAnswerError } from '../codec.ts';
import { arbitraryResponse } from '../testing/arbitrary-canonical.ts';
import { comparable } from '../testing/comparable.ts';
import { gainedByGemini, geminiFeatures } from '../testing/gemini-carries.ts';
import { responseProblem } from '../testing/gemini-response.ts';
import { GEMINI_CONTEXT, GEMINI_REQUEST } from '../testing/gemini-streams.ts';
import { geminiCodec } from './codec.ts';

const CONTEXT = { ...GEMINI_CONTEXT, costOf: () => '0.0000015' };

function parse(answer: Record<string, unknown>): CanonicalResponse {
  return geminiCodec.parseResponse(answer, GEMINI_REQUEST);
}

function finishOf(finishReason: string): FinishReason | undefined {
  return parse({ candidates: [{ content: { parts: [{ text: 'a' }] }, finishReason }] }).choices[0]?.finish
    .reason;
}

describe('complete answers', () => {
  it('what is built reads the same again', () => {
    fc.assert(
      fc.property(arbitraryResponse(geminiFeatures('gemini')), (response) => {
        const answer = JSON.parse(JSON.stringify(geminiCodec.buildResponse(response, CONTEXT)));
        expect(responseProblem(answer, new Map())).toBeNull();
        const expected = gainedByGemini(response, CONTEXT.answerId, 'whole');
        expect(comparable(parse(answer))).toEqual(comparable(expected));
      }),
    );
  });

  it.each([
    ['STOP', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content-filter'],
    ['RECITATION', 'content-filter'],
    ['IMAGE_SAFETY', 'content-filter'],
    ['MALFORMED_FUNCTION_CALL', 'failed'],
    ['UNEXPECTED_TOOL_CALL', 'failed'],
    ['SOMETHING_NEW', 'failed'],
  ])('finish reason %s', (word, reason) => {
    expect(finishOf(word)).toBe(reason);
  });

  it('a generated picture', () => {
    const inlineData = { mimeType: 'image/png', data: 'iVBORw0=' };
    const answer = {
      candidates: [{ content: { parts: [{ text: 'Here' }, { inlineData }] }, finishReason: 'STOP' }],
    };
    const [choice] = parse(answer).choices;
    expect(choice?.parts).toMatchObject([
      { type: 'text' },
      { type: 'image', source: { type: 'data', mediaType: 'image/png', base64: 'iVBORw0=' } },
    ]);
    expect(geminiCodec.buildResponse(parse(answer), CONTEXT)).toMatchObject(answer);
  });

  it('citations with and without a place come back', () => {
    const citations = [
      { url: 'https://a.example', title: 'A', citedText: null, start: 2, end: 4 },
      { url: null, title: 'Paper', citedText: 'as said', start: null, end: null },
    ];
    const part = { type: 'text', at: '', text: 'ü🌍!', cacheMark: null, citations, signature: null } as const;
    const finish = { reason: 'stop', stopSequence: null, explanation: null } as const;
    const response = {
      id: 'x',
      choices: [{ index: 0, parts: [part], finish, logprobs: null }],
      measured: null,
    };
    const answer = geminiCodec.buildResponse(response, CONTEXT);
    expect(parse({ ...answer }).choices[0]?.parts).toEqual([part]);
  });

  it('a blocked prompt is an answer, nothing at all is none', () => {
    expect(parse({ promptFeedback: { blockReason: 'SAFETY' } }).choices).toMatchObject([
      { parts: [], finish: { reason: 'content-filter' } },
    ]);
    expect(() => parse({ modelVersion: 'x' })).toThrow(MalformedAnswerError);
  });

  it('cost stands beside the usage as a number', () => {
    const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 2, totalTokenCount: 7 };
    const answer = geminiCodec.buildResponse(parse({ candidates: [], usageMetadata }), CONTEXT);
    expect(answer.usageMetadata).toMatchObject({ ...usageMetadata, cost: 0.000_001_5 });
  });
});
