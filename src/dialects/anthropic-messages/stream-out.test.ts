import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CanonicalEvent,
  type CanonicalResponse,
  NO_USAGE,
  type OpenedPart,
} from '../../canonical/index.ts';
import { arbitraryEvents, arbitraryFailedEvents } from '../testing/arbitrary-events.ts';
import { comparable } from '../testing/comparable.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { MESSAGES_FEATURES } from '../testing/messages-carries.ts';
import { checkMessagesStream } from '../testing/messages-grammar.ts';
import { readMessagesStream, writeMessagesStream } from '../testing/messages-streams.ts';
import { collectResponse } from '../translation/collect-response.ts';

const EVERYTHING = {
  redactedReasoning: true,
  refusals: true,
  citations: true,
  generatedImages: true,
  logprobs: true,
  maxChoices: 3,
};
const START = { type: 'start', id: 'up_1' } as const;
const END = { type: 'end' } as const;
const SIGNATURE = { dialect: 'gemini', value: 'c:Ab==' };
const MEASURED = {
  usage: { ...NO_USAGE, inputTokens: 7, cacheReadTokens: 100, outputTokens: 5, reasoningTokens: 3 },
  serviceTier: null,
};

type Deltas = readonly Extract<CanonicalEvent, { readonly type: 'part-delta' }>['delta'][];

/** The events of parts, one after the other, and why the answer ended. */
function saying(parts: readonly (readonly [OpenedPart, Deltas])[], reason: 'stop' | 'failed' = 'stop') {
  const events = parts.flatMap(([content, deltas], part): CanonicalEvent[] => [
    { type: 'part-start', choice: 0, part, content },
    ...deltas.map((delta): CanonicalEvent => ({ type: 'part-delta', choice: 0, part, delta })),
    { type: 'part-end', choice: 0, part },
  ]);
  const finish = { reason, stopSequence: null, explanation: reason === 'failed' ? 'It broke' : null };
  return [START, ...events, { type: 'finish', choice: 0, finish } as const, END];
}

const words = (text: string) => ({ type: 'text', text }) as const;
const TEXT = { type: 'text' } as const;
const CALL = { type: 'tool-call', id: 'call_1', name: 'run', kind: 'function' } as const;
const HUNG = { type: 'signature', signature: SIGNATURE } as const;
const ENVELOPE = 'tp1.gemini.c:Ab==';

/** The answer as the dialect carries it: its own id, no probabilities, no use where none was counted. */
function carried(response: CanonicalResponse): CanonicalResponse {
  const measured = response.measured ?? { usage: NO_USAGE, serviceTier: null };
  return comparable({ ...response, id: 'msg_answer1', measured });
}

describe('streams for clients of Messages', () => {
  it('say what was said, whatever the pieces', () => {
    fc.assert(
      fc.property(arbitraryEvents(MESSAGES_FEATURES), ({ response, events }) => {
        const written = writeMessagesStream(events);
        expect(checkMessagesStream(written).ending).toBe('whole');
        const read = readMessagesStream(written);
        expect(checkEventGrammar(read)).toBe('whole');
        expect(comparable(collectResponse(read))).toEqual(carried(response));
      }),
    );
  });

  it('fact 21: keep the grammar for any events', () => {
    fc.assert(
      fc.property(arbitraryEvents(EVERYTHING), ({ events }) => {
        expect(checkMessagesStream(writeMessagesStream(events)).ending).toBe('whole');
      }),
    );
  });

  it('fact 27: end with an error event when the upstream fails, and never with a clean end', () => {
    fc.assert(
      fc.property(arbitraryFailedEvents(EVERYTHING), (events) => {
        const { ending, events: told } = checkMessagesStream(writeMessagesStream(events));
        expect(ending).toBe('failed');
        expect(told.at(-1)).toMatchObject({
          error: { message: expect.any(String) },
          request_id: 'req_answer1',
        });
      }),
    );
    const error = {
      kind: 'overloaded',
      status: 503,
      message: 'Busy',
      code: null,
      retryAfterS: null,
    } as const;
    expect(writeMessagesStream([START, { type: 'error', error }])).toContain(
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Busy"},"request_id":"req_answer1"}\n\n',
    );
  });

  it('fact 22: a call without input is opened and closed', () => {
    const { message } = checkMessagesStream(writeMessagesStream(saying([[CALL, []]])));
    expect(message).toMatchObject({
      content: [{ type: 'tool_use', id: 'call_1', name: 'run', input: {} }],
      stop_reason: 'tool_use',
    });
  });

  it('fact 21: parts that say nothing open no block', () => {
    const parts = [
      [TEXT, [words('')]],
      [{ type: 'reasoning', isRedacted: false }, []],
      [TEXT, [words('Hi')]],
    ] as const;
    expect(checkMessagesStream(writeMessagesStream(saying(parts))).message.content).toEqual([
      { type: 'text', text: 'Hi' },
    ]);
  });

  it('a state on a call or a text is a block of its own, before it or, where that is open, after it', () => {
    const before = writeMessagesStream(saying([[CALL, [HUNG, words('{}')]]]));
    expect(checkMessagesStream(before).message.content).toMatchObject([
      { type: 'thinking', thinking: '', signature: ENVELOPE },
      { type: 'tool_use' },
    ]);
    const after = writeMessagesStream(saying([[TEXT, [words('Hi'), HUNG]]]));
    expect(checkMessagesStream(after).message.content).toMatchObject([
      { type: 'text', text: 'Hi' },
      { type: 'thinking', signature: ENVELOPE },
    ]);
  });

  it('facts 24, 25: the end carries the whole usage, the cache apart, with its cost', () => {
    const events = [
      START,
      { type: 'usage', measured: MEASURED } as const,
      ...saying([[TEXT, [words('Hi')]]]).slice(1),
    ];
    const { message, events: told } = checkMessagesStream(writeMessagesStream(events));
    expect(told[0]).toMatchObject({ message: { usage: { input_tokens: 0, output_tokens: 0 } } });
    expect(message.usage).toMatchObject({
      input_tokens: 7,
      cache_read_input_tokens: 100,
      output_tokens: 8,
      output_tokens_details: { thinking_tokens: 3 },
      cost: 0.25,
    });
  });

  it('a picture is text', () => {
    const source = { type: 'data', mediaType: 'image/png', base64: 'AA==' } as const;
    const image = { type: 'image', at: '', source, detail: null, cacheMark: null, signature: null } as const;
    expect(
      checkMessagesStream(writeMessagesStream(saying([[{ type: 'image', image }, []]]))).message,
    ).toMatchObject({
      content: [{ type: 'text', text: '![image](data:image/png;base64,AA==)' }],
    });
  });

  it('an answer that failed says so', () => {
    const { message } = checkMessagesStream(writeMessagesStream(saying([[TEXT, [words('Hi')]]], 'failed')));
    expect(message).toMatchObject({ stop_reason: 'refusal', stop_details: { explanation: 'It broke' } });
  });
});
