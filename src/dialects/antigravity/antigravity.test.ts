import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import { cutAt, runTap } from '../../../test/support/dialects/run-tap.ts';
import type { CanonicalEvent, CanonicalRequest, Turn } from '../../canonical/index.ts';
import { Refusal } from '../../core/refusal.ts';
import type { StreamFraming } from '../dialect.ts';
import { withoutPlaces } from '../testing/comparable.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { arbitraryGeminiRequest, keptByGemini } from '../testing/gemini-carries.ts';
import { checkGeminiStream } from '../testing/gemini-grammar.ts';
import { readStream } from '../testing/gemini-streams.ts';
import { collectResponse, collectStream } from '../translation/collect-response.ts';
import {
  antigravityCodec,
  antigravityCounting,
  antigravityGenerate,
  antigravityStreamGenerate,
  createAntigravityStreamTap,
  wrapGeminiRequest,
} from './index.ts';

const ADDRESS = { model: 'gemini-3-flash', query: new URLSearchParams() };
const TARGET = { model: 'gemini-3-flash', maxOutputTokens: null, requestId: 'req_1', project: 'p-1' };
const EMPTY = antigravityCodec.parseRequest({ contents: [] }, ADDRESS).request;
const FILES = ['plain.sse', 'thinking-tools.sse', 'error-in-stream.sse'];

function readFile(file: string): readonly CanonicalEvent[] {
  return readStream(antigravityCodec, readFixture('antigravity', file));
}

/** What a native client of Gemini gets of a stream, in its own framing. */
function nativeStream(file: string, framing: StreamFraming) {
  const operation = {
    ...antigravityStreamGenerate,
    createStreamTap: (options: Parameters<typeof createAntigravityStreamTap>[1]) =>
      createAntigravityStreamTap(framing, options),
  };
  const run = runTap({ operation, framing: 'sse', bytes: readFixture('antigravity', file) });
  return { ...run, text: run.text + run.tap.close().toString() };
}

describe('translation to an Antigravity upstream', () => {
  it('the envelope says who we are, whose project it is and which request', () => {
    const { body } = antigravityCodec.buildRequest({ ...EMPTY, promptCacheKey: 's-1' }, TARGET);
    expect(body).toEqual({
      project: 'p-1',
      requestId: 'req_1',
      userAgent: 'turnpike',
      requestType: 'agent',
      model: 'gemini-3-flash',
      request: { contents: [], sessionId: 's-1' },
    });
  });

  it('what is built reads the same again', () => {
    fc.assert(
      fc.property(arbitraryGeminiRequest('antigravity'), (request) => {
        const { body } = antigravityCodec.buildRequest(request, TARGET);
        const read = antigravityCodec.parseRequest(JSON.parse(JSON.stringify(body)), ADDRESS).request;
        expect(withoutPlaces(read)).toEqual(withoutPlaces(keptByGemini(request)));
      }),
    );
  });

  it.each(FILES)('%s keeps the grammar of events', (file) => {
    expect(checkEventGrammar(readFile(file))).toBe(file.startsWith('error') ? 'failed' : 'whole');
  });

  it('fact 37: signatures are its own, the thought whole before its calls', () => {
    expect(collectResponse(readFile('thinking-tools.sse'))).toMatchObject({
      choices: [
        {
          parts: [
            {
              type: 'reasoning',
              text: 'I should call it',
              signature: { dialect: 'antigravity', value: 'r:RXJ0aGlu' },
            },
            { type: 'tool-call', id: 'toolu_1' },
            { type: 'tool-call', id: 'toolu_2', input: '{}' },
          ],
          finish: { reason: 'tool-calls' },
        },
      ],
      measured: { usage: { inputTokens: 90, outputTokens: 22, reasoningTokens: 64 } },
    });
  });

  it('a whole answer is collected from the stream, a failed one is none', () => {
    const collect = (file: string) =>
      collectStream(readFixture('antigravity', file), 'sse', antigravityCodec.createStreamIn(EMPTY));
    expect(collect('plain.sse').choices[0]?.parts).toMatchObject([{ text: 'Grüße, 世界 {"response":1}.' }]);
    expect(() => collect('error-in-stream.sse')).toThrow('No capacity');
  });
});

describe('Claude behind Antigravity', () => {
  const call = {
    type: 'tool-call',
    at: '',
    id: '1',
    name: 'a',
    kind: 'function',
    input: '{}',
    signature: null,
  } as const;
  const said = { type: 'text', at: '', text: 'ok', cacheMark: null, citations: [], signature: null } as const;
  const result = {
    type: 'tool-result',
    at: '',
    callId: '1',
    name: null,
    content: [said],
    isError: false,
    cacheMark: null,
  } as const;
  const thinking = { mode: 'on', effort: null, budgetTokens: 4_000, isShown: true } as const;
  const target = { ...TARGET, model: 'claude-sonnet-4-5' };

  function build(turns: readonly Turn[], others: Partial<CanonicalRequest> = {}) {
    return antigravityCodec.buildRequest({ ...EMPTY, turns, reasoning: thinking, ...others }, target);
  }

  it('does not think in a turn of tools without signed thinking, and gets no stand-in', () => {
    const turns: readonly Turn[] = [
      { role: 'user', parts: [said] },
      { role: 'assistant', parts: [call] },
      { role: 'user', parts: [result] },
    ];
    const { body, dropped } = build(turns);
    expect(dropped).toEqual(['reasoning']);
    expect(JSON.stringify(body)).not.toMatch(/thinkingConfig|thoughtSignature/);
    const signature = { dialect: 'antigravity', value: 'r:SIG' };
    const thought = { type: 'reasoning', at: '', text: 'hm', signature, isRedacted: false } as const;
    const signed = build(
      turns.map((turn) => (turn.role === 'assistant' ? { role: 'assistant', parts: [thought, call] } : turn)),
    );
    expect(signed.dropped).toEqual([]);
    expect(signed.body).toMatchObject({
      request: { generationConfig: { thinkingConfig: { thinkingBudget: 4_000 } } },
    });
  });

  it('leaves room for the answer beside the thinking', () => {
    const { body } = build([{ role: 'user', parts: [said] }], { maxOutputTokens: 1_000 });
    expect(body).toMatchObject({ request: { generationConfig: { maxOutputTokens: 12_192 } } });
  });
});

describe('native clients of Gemini at an Antigravity upstream', () => {
  const envelope = { model: 'm-1', requestId: 'req_1' };

  it.each([
    ['{"contents":[ 1.0 ],"model":"x"}', '{"contents":[ 1.0 ]}'],
    ['{ "model" : "x" , "contents":[]}', '{  "contents":[]}'],
    ['{"a":1,"model":"x","contents":[{"model":"y"}]}', '{"a":1,"contents":[{"model":"y"}]}'],
    ['{"model":"x"}', '{}'],
    ['{"contents":["\\u00e4"]}', '{"contents":["\\u00e4"]}'],
  ])('%s goes under request with its own bytes', (body, inside) => {
    const wrapped = wrapGeminiRequest(Buffer.from(body), envelope).toString();
    expect(wrapped.endsWith(`"request":${inside}}`)).toBe(true);
    expect(JSON.parse(wrapped)).toMatchObject({ model: 'm-1', requestId: 'req_1', userAgent: 'turnpike' });
  });

  it('counting takes the contents alone', () => {
    const { request } = antigravityCodec.parseRequest(
      { contents: [{ role: 'user', parts: [{ text: 'hi' }] }], generationConfig: { maxOutputTokens: 9 } },
      ADDRESS,
    );
    expect(antigravityCounting.buildBody(request, { ...TARGET, model: 'm-1' })).toEqual({
      request: { model: 'models/m-1', contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
    });
  });

  it.each(FILES)('%s reaches a client in both framings, with the cost, without the envelope', (file) => {
    for (const framing of ['sse', 'json-array'] as const) {
      const { text, measured, tap } = nativeStream(file, framing);
      const isWhole = !file.startsWith('error');
      expect(text).not.toMatch(/traceId|"response":\{/);
      expect(tap.isComplete()).toBe(isWhole);
      expect(measured?.usage.inputTokens).toBeGreaterThan(0);
      expect(text.includes('"cost":0.25')).toBe(isWhole);
      const responses: unknown[] = framing === 'sse' ? text.trim().split('\n\n') : JSON.parse(text);
      expect(responses).toHaveLength(file.startsWith('plain') ? 3 : isWhole ? 5 : 2);
    }
  });

  it('cut anywhere, the bytes of the client are the same', () => {
    const bytes = readFixture('antigravity', 'plain.sse');
    const { text } = runTap({ operation: antigravityStreamGenerate, framing: 'sse', bytes });
    for (let offset = 1; offset < bytes.length; offset += 7) {
      const cut = { chunks: cutAt(bytes, [offset]) };
      expect(runTap({ operation: antigravityStreamGenerate, framing: 'sse', bytes }, cut).text).toBe(text);
    }
  });

  it('our own error closes an array', () => {
    const tap = createAntigravityStreamTap('json-array', { wantsUsage: true, costOf: () => '0' });
    const error = tap.errorFrame(new Refusal('upstream_failed'), 'req_1');
    expect(checkGeminiStream(error, 'json-array')).toBe('failed');
  });

  it('a whole answer holds all parts, what follows each other joined, with its cost', () => {
    const stream = readFixture('antigravity', 'thinking-tools.sse');
    const { bytes, measured } = antigravityGenerate.readAnswer(stream, () => '0.5');
    expect(measured?.usage.reasoningTokens).toBe(64);
    expect(JSON.parse(bytes.toString())).toMatchObject({
      candidates: [
        {
          content: {
            role: 'model',
            parts: [
              { thought: true, text: 'I should call it' },
              { thought: true, text: '', thoughtSignature: 'RXJ0aGlu' },
              { functionCall: { id: 'toolu_1' } },
              { functionCall: { id: 'toolu_2' } },
            ],
          },
          finishReason: 'STOP',
        },
      ],
      usageMetadata: { totalTokenCount: 176, cost: 0.5 },
      responseId: 'r1',
    });
  });
});
