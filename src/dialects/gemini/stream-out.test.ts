import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../canonical/index.ts';
import type { StreamFraming } from '../dialect.ts';
import { arbitraryEvents, arbitraryFailedEvents } from '../testing/arbitrary-events.ts';
import { comparable } from '../testing/comparable.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { gainedByGemini, geminiFeatures } from '../testing/gemini-carries.ts';
import { checkGeminiStream } from '../testing/gemini-grammar.ts';
import { GEMINI_CONTEXT, readStream, writeStream } from '../testing/gemini-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { createGeminiCodec, geminiCodec } from './codec.ts';

const FEATURES = geminiFeatures('gemini');
const FRAMINGS: readonly StreamFraming[] = ['sse', 'json-array'];

function responsesOf(bytes: Buffer): readonly Record<string, unknown>[] {
  return bytes
    .toString()
    .split('\n\n')
    .flatMap((event) => (event === '' ? [] : [JSON.parse(event.slice(6))]));
}

function call(id: string, name: string, input: string, part: number): readonly CanonicalEvent[] {
  const at = { choice: 0, part };
  return [
    { type: 'part-start', ...at, content: { type: 'tool-call', id, name, kind: 'function' } },
    ...[...input].map(
      (text): CanonicalEvent => ({ type: 'part-delta', ...at, delta: { type: 'text', text } }),
    ),
    { type: 'part-end', ...at },
  ];
}

describe.each(FRAMINGS)('streams for a client of Gemini as %s', (framing) => {
  const codec = createGeminiCodec(framing);

  it('fact 35: any events make a valid stream that says the same', () => {
    fc.assert(
      fc.property(arbitraryEvents(FEATURES), ({ events, response }) => {
        const bytes = writeStream(codec, events);
        expect(checkGeminiStream(bytes, framing)).toBe('whole');
        const read = readStream(codec, bytes, framing);
        expect(checkEventGrammar(read)).toBe('whole');
        expect(comparable(collectResponse(read))).toEqual(
          comparable(gainedByGemini(response, GEMINI_CONTEXT.answerId, 'stream')),
        );
      }),
    );
  });

  it('fact 38: an error ends the stream, and is never a clean end', () => {
    fc.assert(
      fc.property(arbitraryFailedEvents(FEATURES), (events) => {
        const bytes = writeStream(codec, events);
        expect(checkGeminiStream(bytes, framing)).toBe('failed');
        expect(bytes.toString()).not.toContain('finishReason');
        expect(checkEventGrammar(readStream(codec, bytes, framing))).toBe('failed');
      }),
    );
  });

  it('an answer of nothing is a valid stream', () => {
    const events: CanonicalEvent[] = [
      { type: 'start', id: null },
      {
        type: 'finish',
        choice: 0,
        finish: { reason: 'content-filter', stopSequence: null, explanation: 'no' },
      },
      { type: 'end' },
    ];
    expect(checkGeminiStream(writeStream(codec, events), framing)).toBe('whole');
  });
});

describe('what a client of Gemini gets', () => {
  const finish: readonly CanonicalEvent[] = [
    { type: 'finish', choice: 0, finish: { reason: 'tool-calls', stopSequence: null, explanation: null } },
    { type: 'end' },
  ];

  it('calls come whole, several of them, and the stream ends with STOP', () => {
    const events: readonly CanonicalEvent[] = [
      { type: 'start', id: 'x' },
      ...call('a', 'one', '{"n":1}', 0),
      ...call('b', 'two', '', 1),
      ...finish,
    ];
    const responses = responsesOf(writeStream(geminiCodec, events));
    expect(responses).toMatchObject([
      { candidates: [{ content: { parts: [{ functionCall: { id: 'a', name: 'one', args: { n: 1 } } }] } }] },
      { candidates: [{ content: { parts: [{ functionCall: { id: 'b', name: 'two', args: {} } }] } }] },
      {
        candidates: [{ finishReason: 'STOP', index: 0 }],
        modelVersion: 'gemini-3-flash',
        responseId: 'answer1',
      },
    ]);
  });

  it('text comes as it is said', () => {
    const streamOut = geminiCodec.createStreamOut(GEMINI_CONTEXT);
    streamOut.write({ type: 'start', id: 'x' });
    streamOut.write({ type: 'part-start', choice: 0, part: 0, content: { type: 'text' } });
    const said = streamOut.write({
      type: 'part-delta',
      choice: 0,
      part: 0,
      delta: { type: 'text', text: 'Hi' },
    });
    expect(responsesOf(Buffer.from(said))).toMatchObject([
      { candidates: [{ content: { parts: [{ text: 'Hi' }] }, index: 0 }] },
    ]);
  });

  it("another dialect's signature stands in base64 on its part", () => {
    const signature = { dialect: 'anthropic-messages', value: 'Ab+/==' };
    const at = { choice: 0, part: 0 };
    const events: readonly CanonicalEvent[] = [
      { type: 'start', id: 'x' },
      { type: 'part-start', ...at, content: { type: 'reasoning', isRedacted: true } },
      { type: 'part-delta', ...at, delta: { type: 'signature', signature } },
      { type: 'part-end', ...at },
      ...finish,
    ];
    const bytes = writeStream(geminiCodec, events);
    expect(checkGeminiStream(bytes, 'sse')).toBe('whole');
    expect(bytes.toString()).not.toContain('tp1.');
    expect(collectResponse(readStream(geminiCodec, bytes)).choices[0]?.parts).toHaveLength(1);
  });

  it('usage and cost stand in the last response', () => {
    const usage = {
      inputTokens: 10,
      cacheReadTokens: 5,
      cacheWrite5mTokens: 2,
      cacheWrite1hTokens: 0,
      audioInputTokens: 0,
      imageInputTokens: 0,
      outputTokens: 7,
      reasoningTokens: 3,
      audioOutputTokens: 0,
      imageOutputTokens: 0,
    };
    const events: readonly CanonicalEvent[] = [
      { type: 'start', id: 'x' },
      { type: 'usage', measured: { usage, serviceTier: null } },
      ...finish,
    ];
    expect(responsesOf(writeStream(geminiCodec, events)).at(-1)).toMatchObject({
      usageMetadata: {
        promptTokenCount: 17,
        cachedContentTokenCount: 5,
        candidatesTokenCount: 7,
        thoughtsTokenCount: 3,
        totalTokenCount: 27,
        cost: 0.25,
      },
    });
  });
});
