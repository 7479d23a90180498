import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_STREAMS, readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { readStream } from './testing/exchange.ts';

function sse(...chunks: readonly unknown[]): string {
  return chunks
    .map((chunk) => `data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`)
    .join('');
}

function said(delta: object, finish: string | null = null, more: object = {}) {
  return { id: 'c1', choices: [{ index: 0, delta, finish_reason: finish, ...more }] };
}

function partsOf(text: string) {
  const events = readStream(text);
  expect(checkEventGrammar(events)).toBe('whole');
  return collectResponse(events).choices[0]?.parts;
}

describe('a stream of an upstream', () => {
  for (const { name, bytes } of ALL_STREAMS.filter(({ operation }) => operation.dialect === 'openai-chat')) {
    it(`${name} keeps the grammar of events`, () => {
      const ending = checkEventGrammar(readStream(bytes.toString('utf8')));
      expect(ending).toBe(/truncated/.test(name) ? 'cut' : /error/.test(name) ? 'failed' : 'whole');
    });
  }

  const contents: Readonly<Record<string, readonly object[]>> = {
    'deepseek-thinking-tools.sse': [
      { type: 'reasoning', text: 'The user wants the weather.' },
      { type: 'tool-call', id: 'call_00_a', name: 'get_weather', input: '{"city": "Hangzhou"}' },
    ],
    'openrouter-details.sse': [
      { type: 'reasoning', text: 'Two steps.', signature: { value: expect.stringContaining('EqsBCk1=') } },
      { type: 'text', text: 'Let me look.' },
      { type: 'tool-call', id: 'toolu_1', input: '{"at":1}' },
    ],
    'mistral-thinking.sse': [
      { type: 'reasoning', text: 'Hm, 42.' },
      { type: 'text', text: '42' },
    ],
    'kimi-usage-in-choice.sse': [{ type: 'text', text: 'Hi' }],
    'calls-without-index.sse': [
      { id: 'function-call-1', name: 'get_time', input: '{}' },
      { id: 'function-call-2', name: 'get_weather', input: '{"city":"Bern"}' },
    ],
    'function-call.sse': [{ type: 'tool-call', name: 'get_time', input: '{"zone":"CET"}' }],
    'azure-filter-results.sse': [{ type: 'text', text: 'Hallo' }],
    'tools-parallel.sse': [
      { id: 'call_a', input: '{"city":"Zürich"}' },
      { id: 'call_b', input: '{"zone":"CET"}' },
      { id: 'call_c', input: '{}' },
    ],
  };
  for (const [file, parts] of Object.entries(contents)) {
    it(`${file} says what it says, and what it used`, () => {
      const events = readStream(readFixture('openai-chat', file).toString('utf8'));
      const { choices, measured } = collectResponse(events);
      expect(choices[0]?.parts).toMatchObject(parts);
      expect(choices[0]?.finish.reason).toBe(/call|tools|details/.test(file) ? 'tool-calls' : 'stop');
      expect(measured === null).toBe(file === 'function-call.sse');
    });
  }

  it('fact 3: indexes of calls may be missing, and calls may come in turns', () => {
    const call = (id: string, name: string, text: string) => ({
      id,
      type: 'function',
      function: { name, arguments: text },
    });
    const more = (index: number, text: string) => ({ index, function: { arguments: text } });
    const withoutIndex = sse(
      said({ tool_calls: [call('a', 'f', '')] }),
      said({ tool_calls: [{ function: { arguments: '{"x":' } }] }),
      said({ tool_calls: [{ function: { arguments: '1}' } }] }),
      said({ tool_calls: [call('b', 'g', '{}')] }, 'tool_calls'),
      '[DONE]',
    );
    const inTurns = sse(
      said({
        tool_calls: [
          { index: 0, ...call('a', 'f', '') },
          { index: 1, ...call('b', 'g', '') },
        ],
      }),
      said({ content: '', tool_calls: [more(1, '{')] }),
      said({ content: '', tool_calls: [more(0, '{"x":')] }),
      said({ tool_calls: [more(1, '}'), more(0, '1}')] }, 'stop'),
      '[DONE]',
    );
    for (const text of [withoutIndex, inTurns]) {
      expect(partsOf(text)).toMatchObject([
        { id: 'a', name: 'f', input: '{"x":1}' },
        { id: 'b', name: 'g', input: '{}' },
      ]);
    }
  });

  it('calls with one index for all, or without ids, are told apart', () => {
    const sameIndex = sse(
      said({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] }),
      said({ tool_calls: [{ index: 0, id: 'b', function: { name: 'f', arguments: '{}' } }] }, 'tool_calls'),
      '[DONE]',
    );
    expect(partsOf(sameIndex)).toMatchObject([{ id: 'a' }, { id: 'b' }]);
    const withoutIds = sse(
      said({ tool_calls: [{ function: { name: 'f', arguments: { x: 1 } } }] }),
      said({ tool_calls: [{ function: { name: 'f', arguments: '{}' } }] }, 'tool_calls'),
      '[DONE]',
    );
    const parts = partsOf(withoutIds)?.filter((part) => part.type === 'tool-call') ?? [];
    expect(parts.map(({ input }) => input)).toEqual(['{"x":1}', '{}']);
    expect(new Set(parts.map(({ id }) => id)).size).toBe(2);
  });

  it('fact 4: a call that ends with "stop" ends with calls', () => {
    const events = readStream(
      sse(said({ tool_calls: [{ index: 0, id: 'a', function: { name: 'f' } }] }, 'stop'), '[DONE]'),
    );
    expect(events).toContainEqual({
      type: 'finish',
      choice: 0,
      finish: { reason: 'tool-calls', stopSequence: null, explanation: null },
    });
    expect(collectResponse(events).choices[0]?.parts).toMatchObject([{ input: '{}' }]);
  });

  it('reads plain reasoning once, whatever the server calls it', () => {
    for (const thought of [
      { reasoning_content: 'hm' },
      { reasoning: 'hm' },
      { reasoning_content: 'hm', reasoning: 'hm' },
      { reasoning: 'hm', reasoning_details: [{ type: 'reasoning.text', text: 'hm', index: 0 }] },
      { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] },
    ]) {
      const text = sse(said(thought), said({ content: 'ok' }, 'stop'), '[DONE]');
      expect(partsOf(text)).toMatchObject([
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'ok' },
      ]);
    }
  });

  it('hangs the details of a call on the call, and joins the pieces of thinking', () => {
    const piece = (more: object) => ({ type: 'reasoning.text', index: 0, ...more });
    const text = sse(
      said({ reasoning: 'a', reasoning_details: [piece({ text: 'a' })] }),
      said({ reasoning: 'b', reasoning_details: [piece({ text: 'b', signature: null })] }),
      said({ reasoning_details: [piece({ signature: 's' })] }),
      said({
        tool_calls: [{ index: 0, id: 't', function: { name: 'f', arguments: '{}' } }],
        reasoning_details: [{ type: 'reasoning.encrypted', data: 'e', id: 't' }],
      }),
      said({}, 'tool_calls'),
      '[DONE]',
    );
    expect(partsOf(text)).toMatchObject([
      {
        text: 'ab',
        signature: { value: '[{"type":"reasoning.text","index":0,"text":"ab","signature":"s"}]' },
      },
      { id: 't', signature: { value: '[{"type":"reasoning.encrypted","data":"e","id":"t"}]' } },
    ]);
  });

  it('hangs the details of each call on that call, also where they come together', () => {
    const call = (index: number, id: string) => ({ index, id, function: { name: 'f', arguments: '{}' } });
    const detail = (id: string) => ({ type: 'reasoning.encrypted', data: `state of ${id}`, id });
    const delta = { tool_calls: [call(0, 'a'), call(1, 'b')], reasoning_details: [detail('b'), detail('a')] };
    expect(partsOf(sse(said(delta, 'tool_calls'), '[DONE]'))).toMatchObject([
      { id: 'a', signature: { value: expect.stringContaining('state of a') } },
      { id: 'b', signature: { value: expect.stringContaining('state of b') } },
    ]);
  });

  it('takes usage wherever it stands, and counts the last', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
    for (const chunk of [
      { ...said({ content: 'x' }, 'stop'), usage },
      said({ content: 'x' }, 'stop', { usage }),
    ]) {
      const events = readStream(sse(chunk, '[DONE]'));
      expect(collectResponse(events).measured?.usage).toMatchObject({ inputTokens: 3, outputTokens: 2 });
    }
  });

  it('is whole without [DONE] when every choice ended, and cut when not', () => {
    expect(checkEventGrammar(readStream(sse(said({ content: 'x' }, 'stop'))))).toBe('whole');
    expect(checkEventGrammar(readStream(sse(said({ content: 'x' }))))).toBe('cut');
    expect(checkEventGrammar(readStream(''))).toBe('cut');
  });

  it('says the same however its text is cut', () => {
    const inPieces = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(inPieces, (lengths) => {
        const pieces: string[] = [];
        let rest = '{"city":"Zürich 👋"}';
        for (const length of lengths) {
          pieces.push(rest.slice(0, length));
          rest = rest.slice(length);
        }
        const head = { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '' } };
        const deltas = [...pieces, rest].map((text) =>
          said({ tool_calls: [{ index: 0, function: { arguments: text } }] }),
        );
        const text = sse(said({ tool_calls: [head] }), ...deltas, said({}, 'tool_calls'), '[DONE]');
        expect(partsOf(text)).toMatchObject([{ input: '{"city":"Zürich 👋"}' }]);
      }),
    );
  });
});
