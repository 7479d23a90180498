import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MalformedAnswerError } from '../codec.ts';
import { eventFrame } from '../frame-text.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { MESSAGES_REQUEST } from '../testing/messages-requests.ts';
import { readMessagesStream } from '../testing/messages-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { upstreamToolName } from './tool-names.ts';

const FIXTURES = new URL('./fixtures/', import.meta.url);
const FILES = readdirSync(FIXTURES).filter((file) => file.endsWith('.sse'));

function answerOf(bytes: Buffer | string) {
  return collectResponse(readMessagesStream(bytes));
}

function fixture(file: string) {
  return answerOf(readFileSync(new URL(file, FIXTURES)));
}

/** A stream of these events, each named by its type. */
function stream(...events: readonly { readonly type: string; readonly [member: string]: unknown }[]): Buffer {
  return Buffer.concat(events.map((event) => eventFrame(event.type, event)));
}

const opened = (index: number, block: object) =>
  ({ type: 'content_block_start', index, content_block: block }) as const;
const added = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta }) as const;
const closed = (index: number) => ({ type: 'content_block_stop', index }) as const;
const STOPPED = { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 3 } };
const END = { type: 'message_stop' };

describe('streams of the Messages API', () => {
  it.each(FILES)('%s keeps the grammar of events', (file) => {
    const events = readMessagesStream(readFileSync(new URL(file, FIXTURES)));
    const ending = file.includes('error') ? 'failed' : file.includes('truncated') ? 'cut' : 'whole';
    expect(checkEventGrammar(events)).toBe(ending);
  });

  it('fact 23: signatures and hidden thinking come whole, byte for byte', () => {
    expect(fixture('thinking-signature.sse').choices[0]).toMatchObject({
      parts: [
        {
          type: 'reasoning',
          text: 'First, 27 × 453',
          isRedacted: false,
          signature: {
            dialect: 'anthropic-messages',
            value: 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds==',
          },
        },
        { type: 'reasoning', text: '', isRedacted: true, signature: { value: 'EmwKAhgBEgy3va3pzix' } },
        { type: 'text', text: '12231' },
      ],
      finish: { reason: 'stop' },
    });
  });

  it('fact 22: calls with and without input', () => {
    expect(fixture('tools-parallel.sse').choices[0]).toMatchObject({
      parts: [
        { type: 'tool-call', id: 'toolu_1', name: 'get_weather', input: '{"location": "Köln"}' },
        { type: 'tool-call', id: 'toolu_2', name: 'noop', input: '{}' },
      ],
      finish: { reason: 'tool-calls' },
    });
  });

  it('fact 25: later usage overwrites what it names', () => {
    expect(fixture('cache.sse').measured).toEqual({
      serviceTier: 'priority',
      usage: {
        inputTokens: 10,
        cacheReadTokens: 5_000,
        cacheWrite5mTokens: 1_000,
        cacheWrite1hTokens: 2_000,
        audioInputTokens: 0,
        imageInputTokens: 0,
        outputTokens: 20,
        reasoningTokens: 0,
        audioOutputTokens: 0,
        imageOutputTokens: 0,
      },
    });
  });

  it('fact 34: tools that the upstream ran itself are neither parts nor calls', () => {
    expect(fixture('server-tools.sse').choices[0]).toMatchObject({
      parts: [
        { type: 'text', text: "I'll look." },
        {
          type: 'text',
          text: 'It rains.',
          citations: [{ url: 'https://weather.example', title: 'Weather' }],
        },
      ],
      finish: { reason: 'stop' },
    });
  });

  it('fact 27: an error event', () => {
    const events = readMessagesStream(readFileSync(new URL('error-in-stream.sse', FIXTURES)));
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { kind: 'overloaded', status: 529 } });
  });

  it('a stream without message_stop was cut', () => {
    const events = readMessagesStream(stream(opened(0, { type: 'text', text: '' }), closed(0), STOPPED));
    expect(checkEventGrammar(events)).toBe('cut');
  });

  it('tolerates a start that is missing, blocks that begin full or are not closed, ends without a reason', () => {
    const bytes = stream(
      opened(0, { type: 'text', text: 'Let me' }),
      opened(1, { type: 'tool_use', id: 'a', name: 'run', input: { x: 1 } }),
      added(0, { type: 'text_delta', text: '' }),
      END,
    );
    expect(checkEventGrammar(readMessagesStream(bytes))).toBe('whole');
    expect(answerOf(bytes).choices[0]).toMatchObject({
      parts: [{ text: 'Let me' }, { input: '{"x":1}' }],
      finish: { reason: 'tool-calls' },
    });
  });

  it('stops at white space, which the API does not take as a stop sequence', () => {
    const request = { ...MESSAGES_REQUEST, stopSequences: ['\n'] };
    const bytes = stream(
      opened(0, { type: 'text', text: '' }),
      added(0, { type: 'text_delta', text: 'one' }),
      added(0, { type: 'text_delta', text: '\ntwo' }),
      closed(0),
      STOPPED,
      END,
    );
    const events = readMessagesStream(bytes, request);
    expect(checkEventGrammar(events)).toBe('whole');
    expect(collectResponse(events).choices[0]).toMatchObject({
      parts: [{ text: 'one' }],
      finish: { reason: 'stop-sequence', stopSequence: '\n' },
    });
  });

  it('puts blocks that overlap in line', () => {
    const bytes = stream(
      opened(0, { type: 'text', text: '' }),
      opened(1, { type: 'tool_use', id: 'a', name: 'run', input: {} }),
      added(1, { type: 'input_json_delta', partial_json: '{"x":' }),
      added(0, { type: 'text_delta', text: 'Hi' }),
      closed(0),
      added(1, { type: 'input_json_delta', partial_json: '1}' }),
      closed(1),
      STOPPED,
      END,
    );
    expect(checkEventGrammar(readMessagesStream(bytes))).toBe('whole');
    expect(answerOf(bytes).choices[0]?.parts).toMatchObject([{ text: 'Hi' }, { input: '{"x":1}' }]);
  });

  it('calls get the client’s name of their tool back', () => {
    const tool = { type: 'hosted', name: 'maps.find', at: '' } as const;
    const block = { type: 'tool_use', id: 'a', name: upstreamToolName('maps.find'), input: {} };
    const request = { ...MESSAGES_REQUEST, tools: [tool] };
    const events = readMessagesStream(stream(opened(0, block), closed(0), STOPPED, END), request);
    expect(events[1]).toMatchObject({ content: { name: 'maps.find' } });
  });

  it.each([
    [
      'text for a block that is closed',
      stream(opened(0, { type: 'text' }), closed(0), added(0, { type: 'text_delta', text: 'x' })),
    ],
    ['a call without a name', stream(opened(0, { type: 'tool_use', id: 'a' }))],
    ['an event that is no JSON', Buffer.from('event: ping\ndata: {"type":}\n\n')],
  ])('refuses %s', (_what, bytes) => {
    expect(() => readMessagesStream(bytes)).toThrow(MalformedAnswerError);
  });
});
