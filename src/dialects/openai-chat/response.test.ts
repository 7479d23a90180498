import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalResponse, FinishReason } from '../../canonical/index.ts';
import { MalformedAnswerError } from '../codec.ts';
import { arbitraryResponse, noSignature } from '../testing/arbitrary-canonical.ts';
import { comparable } from '../testing/comparable.ts';
import { buildChatResponse } from './build-response.ts';
import { parseChatRequest } from './parse-request.ts';
import { parseChatResponse } from './parse-response.ts';
import { textPart } from './read-content.ts';
import { ASKED, contextOf } from './testing/exchange.ts';

function write(response: CanonicalResponse, request = ASKED) {
  return JSON.parse(JSON.stringify(buildChatResponse(response, contextOf(request))));
}

function answerOf(message: object, finishReason: string | null = 'stop') {
  return parseChatResponse({ id: 'r', choices: [{ index: 0, message, finish_reason: finishReason }] }, ASKED);
}

function finishOf(reason: FinishReason, parts: CanonicalResponse['choices'][number]['parts'] = []) {
  const finish = { reason, stopSequence: null, explanation: null };
  const choices = [{ index: 0, parts, finish, logprobs: null }];
  return write({ id: null, measured: null, choices }).choices[0].finish_reason;
}

describe('an answer for a client', () => {
  it('says all that was answered', () => {
    const features = { signature: noSignature, reasoning: false, refusals: true, generatedImages: true };
    fc.assert(
      fc.property(
        arbitraryResponse({ ...features, citations: true, logprobs: true, maxChoices: 3 }),
        (response) => {
          const written = write(response);
          const back = parseChatResponse(written, ASKED);
          expect(comparable(back)).toEqual(comparable({ ...response, id: 'chatcmpl-abc123' }));
          expect('usage' in written).toBe(response.measured !== null);
        },
      ),
    );
  });

  it('has the shape of OpenAI, thinking beside it', () => {
    const parts = [
      { type: 'reasoning' as const, at: '', text: 'hm', signature: null, isRedacted: false },
      textPart('ok', '', null),
    ];
    const finish = { reason: 'stop' as const, stopSequence: null, explanation: null };
    const usage = { inputTokens: 1, cacheReadTokens: 2, cacheWrite5mTokens: 3, cacheWrite1hTokens: 4 };
    const images = { imageInputTokens: 0, imageOutputTokens: 0 };
    const output = {
      ...images,
      audioInputTokens: 5,
      outputTokens: 6,
      reasoningTokens: 7,
      audioOutputTokens: 8,
    };
    const answer = write({
      id: 'x',
      measured: { usage: { ...usage, ...output }, serviceTier: 'standard' },
      choices: [{ index: 0, parts, finish, logprobs: null }],
    });
    expect(answer).toEqual({
      id: 'chatcmpl-abc123',
      object: 'chat.completion',
      created: 1_755_000_000,
      model: 'some-model',
      service_tier: 'default',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'ok', refusal: null, reasoning_content: 'hm' },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 15,
        completion_tokens: 21,
        total_tokens: 36,
        prompt_tokens_details: { cached_tokens: 2, cache_write_tokens: 7, audio_tokens: 5 },
        completion_tokens_details: {
          reasoning_tokens: 7,
          audio_tokens: 8,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
        cost: 0.25,
      },
    });
  });

  it('cites in the whole content, of which a later part is the end', () => {
    const citation = { url: 'https://x.example', title: null, citedText: null, start: 1, end: null };
    const parts = [textPart('one ', '', null), { ...textPart('two', '', null), citations: [citation] }];
    const finish = { reason: 'stop' as const, stopSequence: null, explanation: null };
    const answer = write({
      id: null,
      measured: null,
      choices: [{ index: 0, parts, finish, logprobs: null }],
    });
    expect(answer.choices[0].message.annotations).toEqual([
      {
        type: 'url_citation',
        url_citation: { start_index: 5, end_index: 7, title: '', url: 'https://x.example' },
      },
    ]);
  });

  it('answers deprecated functions with function_call', () => {
    const { request } = parseChatRequest({ messages: [], functions: [{ name: 'f' }] });
    const call = { type: 'tool-call' as const, at: '', id: 'a', name: 'f', input: '{}', signature: null };
    const finish = { reason: 'tool-calls' as const, stopSequence: null, explanation: null };
    const parts = [{ ...call, kind: 'function' as const }];
    const answer = write(
      { id: null, measured: null, choices: [{ index: 0, parts, finish, logprobs: null }] },
      request,
    );
    expect(answer.choices[0]).toMatchObject({
      message: { content: null, function_call: { name: 'f', arguments: '{}' } },
      finish_reason: 'function_call',
    });
    expect(answer.choices[0].message).not.toHaveProperty('tool_calls');
  });

  it('has a word for every reason to stop', () => {
    expect(finishOf('stop-sequence')).toBe('stop');
    expect(finishOf('context-full')).toBe('length');
    expect(finishOf('refusal')).toBe('content_filter');
    expect(finishOf('refusal', [{ type: 'refusal', at: '', text: 'no' }])).toBe('stop');
    expect(finishOf('failed')).toBe('content_filter');
  });
});

describe('an answer of an upstream', () => {
  it('fact 4: calls and refusals are why it stopped', () => {
    const tool_calls = [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }];
    expect(answerOf({ content: null, tool_calls }).choices[0]?.finish.reason).toBe('tool-calls');
    expect(answerOf({ content: null, tool_calls }, 'length').choices[0]?.finish.reason).toBe('length');
    expect(answerOf({ content: null, refusal: 'no' }).choices[0]).toMatchObject({
      parts: [{ type: 'refusal', text: 'no' }],
      finish: { reason: 'refusal' },
    });
    expect(
      answerOf({ function_call: { name: 'f', arguments: '{}' } }, 'function_call').choices[0],
    ).toMatchObject({
      parts: [{ type: 'tool-call', name: 'f' }],
      finish: { reason: 'tool-calls' },
    });
  });

  it('words of compatible servers', () => {
    expect(answerOf({ content: 'x' }, null).choices[0]?.finish.reason).toBe('stop');
    expect(answerOf({ content: 'x' }, 'insufficient_system_resource').choices[0]?.finish).toEqual({
      reason: 'failed',
      stopSequence: null,
      explanation: 'insufficient_system_resource',
    });
  });

  it('annotations hang on the text', () => {
    const url_citation = { start_index: 0, end_index: 1, title: 't', url: 'https://x.example' };
    const annotations = [{ type: 'url_citation', url_citation }];
    expect(answerOf({ content: 'x', annotations }).choices[0]?.parts).toMatchObject([
      { text: 'x', citations: [{ url: 'https://x.example', title: 't', start: 0, end: 1 }] },
    ]);
  });

  it('calls without ids get some that no other answer gives', () => {
    const message = { content: null, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] };
    const idAfter = (turns: number) => {
      const before = Array.from({ length: turns }, () => ASKED.turns).flat();
      const answer = parseChatResponse({ choices: [{ index: 0, message }] }, { ...ASKED, turns: before });
      const [part] = answer.choices[0]?.parts ?? [];
      return part?.type === 'tool-call' ? part.id : '';
    };
    expect(idAfter(1)).toBe(idAfter(1));
    expect(idAfter(1)).not.toBe(idAfter(3));
  });

  it('without choices is none', () => {
    expect(() => parseChatResponse({ object: 'chat.completion' }, ASKED)).toThrow(MalformedAnswerError);
    expect(() => parseChatResponse({ choices: [] }, ASKED)).toThrow(MalformedAnswerError);
  });
});
