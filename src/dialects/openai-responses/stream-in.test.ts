import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../test/support/dialects/fixture-streams.ts';
import { MalformedAnswerError } from '../codec.ts';
import { eventText } from '../frame-text.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { readResponses } from '../testing/responses-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';

type Event = { readonly type: string; readonly [member: string]: unknown };

/** The stream of these events, with a beginning. */
function read(...events: readonly Event[]) {
  const created = { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', output: [] } };
  return readResponses([created, ...events].map((event) => eventText(event.type, event)).join(''));
}

function completed(output: readonly unknown[] = [], members: object = {}): Event {
  return { type: 'response.completed', response: { id: 'resp_1', status: 'completed', output, ...members } };
}

/** The parts of the whole answer. */
function partsOf(...events: readonly Event[]) {
  const came = read(...events);
  expect(checkEventGrammar(came)).toBe('whole');
  return collectResponse(came).choices[0]?.parts;
}

function call(index: number, members: object = {}) {
  return {
    type: 'function_call',
    id: `fc_${index}`,
    call_id: `call_${index}`,
    name: 'f',
    arguments: '',
    ...members,
  };
}

function argumentsOf(output_index: number, delta: string): Event {
  return {
    type: 'response.function_call_arguments.delta',
    item_id: `fc_${output_index}`,
    output_index,
    delta,
  };
}

describe('the stream of a Responses upstream', () => {
  it('fact 13: the state of thinking is that of output_item.done, byte for byte', () => {
    const events = readResponses(readFixture('openai-responses', 'reasoning-encrypted.sse'));
    expect(collectResponse(events).choices[0]?.parts).toMatchObject([
      {
        type: 'reasoning',
        text: '**Thinking**',
        signature: { dialect: 'openai-responses', value: 'gAAAAABoauthoritative==' },
      },
    ]);
  });

  it('may call several tools at once', () => {
    const parts = partsOf(
      { type: 'response.output_item.added', output_index: 0, item: call(0) },
      { type: 'response.output_item.added', output_index: 1, item: call(1) },
      argumentsOf(1, '{"n":'),
      argumentsOf(0, '{}'),
      argumentsOf(1, '1}'),
      { type: 'response.output_item.done', output_index: 1, item: call(1, { arguments: '{"n":1}' }) },
      { type: 'response.output_item.done', output_index: 0, item: call(0, { arguments: '{}' }) },
      completed(),
    );
    expect(parts).toMatchObject([
      { id: 'call_0', input: '{}' },
      { id: 'call_1', input: '{"n":1}' },
    ]);
  });

  it('calls custom tools with free text', () => {
    const events = readResponses(readFixture('openai-responses', 'custom-call.sse'));
    expect(collectResponse(events).choices[0]).toMatchObject({
      parts: [{ kind: 'custom', input: '*** Begin Patch\n*** Add File: a.ts\n+\n*** End Patch' }],
      finish: { reason: 'tool-calls' },
    });
  });

  it('says what a text rests on, how likely it was, and no; a search that it ran itself says nothing', () => {
    const events = readResponses(readFixture('openai-responses', 'cited-refusal.sse'));
    const citation = {
      url: 'https://example.com/zurich',
      title: 'Zürich',
      citedText: null,
      start: 0,
      end: 6,
    };
    expect(collectResponse(events).choices[0]).toMatchObject({
      parts: [
        { type: 'text', text: 'Zürich lies', citations: [citation] },
        { type: 'refusal', text: 'I cannot say more.' },
      ],
      logprobs: [{ token: 'Zürich' }, { token: ' lies' }],
      finish: { reason: 'refusal' },
    });
  });

  it('may say at the end of an item what it did not say before', () => {
    const content = [{ type: 'output_text', text: 'Hello', annotations: [] }];
    const item = { type: 'message', id: 'msg_1', role: 'assistant', content };
    const delta = {
      type: 'response.output_text.delta',
      item_id: 'msg_1',
      output_index: 0,
      content_index: 0,
      delta: 'He',
    };
    const done = { type: 'response.output_item.done', output_index: 0, item };
    expect(partsOf(delta, done, completed())).toMatchObject([{ type: 'text', text: 'Hello' }]);
    expect(partsOf(done, completed([item]))).toMatchObject([{ type: 'text', text: 'Hello' }]);
    expect(partsOf(completed([item]))).toMatchObject([{ type: 'text', text: 'Hello' }]);
    expect(partsOf(delta, completed([item]))).toMatchObject([{ type: 'text', text: 'Hello' }]);
  });

  it('may think in several paragraphs, or show the thinking itself', () => {
    const summary = (summary_index: number, delta: string) => ({
      type: 'response.reasoning_summary_text.delta',
      item_id: 'rs_1',
      output_index: 0,
      summary_index,
      delta,
    });
    const shown = {
      type: 'response.reasoning_text.delta',
      output_index: 0,
      content_index: 0,
      delta: 'All of it',
    };
    expect(partsOf(summary(0, 'One'), summary(1, 'Two'), shown, completed())).toMatchObject([
      { type: 'reasoning', text: 'One\n\nTwo' },
    ]);
    expect(partsOf(shown, completed())).toMatchObject([{ type: 'reasoning', text: 'All of it' }]);
  });

  it.each([
    [{}, 'stop'],
    [{ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'length'],
    [{ status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'content-filter'],
  ])('ends with its reason: %o', (members, reason) => {
    const { choices } = collectResponse(read({ ...completed([], members), type: 'response.incomplete' }));
    expect(choices[0]?.finish.reason).toBe(reason);
  });

  it('fact 4: ends for the calls in it', () => {
    const { choices } = collectResponse(read(completed([call(0)])));
    expect(choices[0]).toMatchObject({ finish: { reason: 'tool-calls' }, parts: [{ input: '{}' }] });
  });

  it('says its usage also when it failed', () => {
    const events = readResponses(readFixture('openai-responses', 'failed.sse'));
    expect(events.slice(-2)).toMatchObject([
      { type: 'usage', measured: { usage: { outputTokens: 3 } } },
      { type: 'error', error: { kind: 'server', message: 'The model failed' } },
    ]);
  });

  it('ends with the error that any upstream may send, and with nothing after it', () => {
    const error = { message: 'Busy', code: 'server_is_overloaded' };
    const events = read({ type: '', error }, completed());
    expect(events.map(({ type }) => type)).toEqual(['start', 'error']);
    expect(events[1]).toMatchObject({ error: { kind: 'overloaded' } });
  });

  it('fact 11: that was cut has no end', () => {
    const delta = { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'He' };
    const events = read(delta);
    expect(events.map(({ type }) => type)).toEqual(['start', 'part-start', 'part-delta', 'part-end']);
    expect(checkEventGrammar(events)).toBe('cut');
  });

  it('is cut at the stop sequences that the dialect has no word for', () => {
    const { choices } = collectResponse(
      readResponses(readFixture('openai-responses', 'plain.sse'), { stopSequences: ['界'] }),
    );
    expect(choices[0]).toMatchObject({
      parts: [{ text: 'Hi 世' }],
      finish: { reason: 'stop-sequence', stopSequence: '界' },
    });
  });

  it('may keep itself alive, and say [DONE]', () => {
    const text = `: alive\n\n${eventText('response.completed', completed())}data: [DONE]\n\n`;
    expect(readResponses(text).map(({ type }) => type)).toEqual(['start', 'finish', 'end']);
  });

  it.each([
    'data: {nonsense}\n\n',
    'data: 3\n\n',
    eventText('x', { type: 'response.output_item.done', item: call(0, { name: '' }) }),
  ])('is refused where it is not Responses: %s', (frame) => {
    expect(() => readResponses(frame)).toThrow(MalformedAnswerError);
  });
});
