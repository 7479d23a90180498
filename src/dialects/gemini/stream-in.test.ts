import { describe, expect, it } from 'vitest';
import { ALL_STREAMS, readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import type { CanonicalEvent } from '../../canonical/index.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { GEMINI_REQUEST, readStream } from '../testing/gemini-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { geminiCodec } from './codec.ts';

function readFile(name: string): readonly CanonicalEvent[] {
  return readStream(geminiCodec, readFixture('gemini', name));
}

describe('streams of an upstream of Gemini', () => {
  for (const stream of ALL_STREAMS.filter(({ name }) => name.startsWith('gemini/'))) {
    it(`${stream.name} keeps the grammar of events`, () => {
      const ending = checkEventGrammar(readStream(geminiCodec, stream.bytes, stream.framing));
      const expected = /error/.test(stream.name) ? 'failed' : /truncated/.test(stream.name) ? 'cut' : 'whole';
      expect(ending).toBe(expected);
    });
  }

  it('text in several responses is one part', () => {
    expect(collectResponse(readFile('plain.sse')).choices[0]?.parts).toMatchObject([
      { type: 'text', text: 'Grüße, 世界 🌍 "quoted" {braces}].' },
    ]);
  });

  it('fact 4: STOP after a call is a stop to call tools', () => {
    const events = readFile('thinking-tools.sse');
    expect(events.find(({ type }) => type === 'finish')).toMatchObject({ finish: { reason: 'tool-calls' } });
  });

  it('fact 36: the last usage counts', () => {
    const { measured } = collectResponse(readFile('thinking-tools.sse'));
    expect(measured?.usage).toMatchObject({ outputTokens: 22, reasoningTokens: 64, cacheReadTokens: 50 });
  });

  it('fact 37: a signature stays with its part, also with an empty text at the end', () => {
    const response = collectResponse(readFile('thinking-tools.sse'));
    expect(response.choices[0]?.parts).toMatchObject([
      { type: 'reasoning', text: 'I should call it', signature: null },
      { type: 'tool-call', name: 'get_weather', signature: { dialect: 'gemini', value: 'c:CiIB0e2Kb7y==' } },
      { type: 'tool-call', name: 'noop', input: '{}', signature: null },
      { type: 'text', text: '', signature: { dialect: 'gemini', value: 't:CiQC==' } },
    ]);
  });

  it('calls without ids get ids that are the same again, and differ in the next answer', () => {
    const bytes = readFixture('gemini', 'thinking-tools.sse');
    const idsIn = (turns: number) =>
      readStream(geminiCodec, bytes, 'sse', {
        ...GEMINI_REQUEST,
        turns: Array.from({ length: turns }, () => ({ role: 'user', parts: [] })),
      }).flatMap((event) =>
        event.type === 'part-start' && event.content.type === 'tool-call' ? [event.content.id] : [],
      );
    expect(idsIn(1)).toEqual(idsIn(1));
    expect(new Set([...idsIn(1), ...idsIn(3)]).size).toBe(4);
  });

  it('a blocked prompt is a content filter', () => {
    const response = collectResponse(readFile('blocked.sse'));
    expect(response.choices).toMatchObject([
      { parts: [], finish: { reason: 'content-filter', explanation: 'PROHIBITED_CONTENT' } },
    ]);
  });

  it('thoughts whose signature comes last are one thought', () => {
    const parts = [
      { text: 'a', thought: true },
      { text: 'b', thought: true },
      { text: '', thought: true, thoughtSignature: 'AAAA' },
    ];
    const frames = parts.map(
      (part) => `data: ${JSON.stringify({ candidates: [{ content: { parts: [part] } }] })}\n\n`,
    );
    expect(
      collectResponse(readStream(geminiCodec, Buffer.from(frames.join('')), 'sse')).choices[0]?.parts,
    ).toMatchObject([{ type: 'reasoning', text: 'ab', signature: { value: 'r:AAAA' } }]);
  });

  it('grounding becomes citations, counted in UTF-16 units', () => {
    const response = {
      candidates: [
        {
          content: { parts: [{ text: 'Grüße 🌍!' }], role: 'model' },
          finishReason: 'STOP',
          groundingMetadata: {
            groundingChunks: [{ web: { uri: 'https://a.example', title: 'A' } }],
            groundingSupports: [
              { segment: { startIndex: 8, endIndex: 12, text: '🌍' }, groundingChunkIndices: [0] },
            ],
          },
        },
      ],
    };
    const bytes = Buffer.from(`data: ${JSON.stringify(response)}\n\n`);
    expect(collectResponse(readStream(geminiCodec, bytes, 'sse')).choices[0]?.parts).toMatchObject([
      { citations: [{ url: 'https://a.example', title: 'A', citedText: null, start: 6, end: 8 }] },
    ]);
  });

  it('a frame that is no JSON is not taken for an answer', () => {
    expect(() => readStream(geminiCodec, Buffer.from('data: {"a":}\n\n'), 'sse')).toThrow(
      'not a JSON object',
    );
  });
});
