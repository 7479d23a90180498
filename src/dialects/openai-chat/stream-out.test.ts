import fc from 'fast-check';
import { ChatCompletionStream } from 'openai/lib/ChatCompletionStream';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent, CanonicalResponse } from '../../canonical/index.ts';
import { arbitraryEvents, arbitraryFailedEvents } from '../testing/arbitrary-events.ts';
import { checkChatStream } from '../testing/chat-grammar.ts';
import { comparable } from '../testing/comparable.ts';
import { checkEventGrammar } from '../testing/event-grammar.ts';
import { collectResponse } from '../translation/collect-response.ts';
import { createChatStreamOut } from './stream-out.ts';
import { ASKED, contextOf, parse, readableOf, readStream } from './testing/exchange.ts';

const FEATURES = { refusals: true, citations: true, generatedImages: true, redactedReasoning: true };

function writeStream(events: readonly CanonicalEvent[], wantsUsage: boolean, request = ASKED): string {
  const streamOut = createChatStreamOut({ ...contextOf(request), wantsUsage });
  return events.map((event) => streamOut.write(event)).join('');
}

/** An answer without what the stream of a client says in other ways: signatures, marks of what was encrypted. */
function withoutStates(response: CanonicalResponse): CanonicalResponse {
  const choices = response.choices.map((choice) => ({
    ...choice,
    parts: choice.parts
      .filter((part) => part.type !== 'reasoning' || !part.isRedacted)
      .map((part) => ('signature' in part ? { ...part, signature: null } : part)),
  }));
  return comparable({ ...response, id: null, measured: null, choices });
}

describe('a stream for a client', () => {
  it('is valid for any events, and says what they said', () => {
    fc.assert(
      fc.property(
        arbitraryEvents({ ...FEATURES, maxChoices: 3, logprobs: true }),
        fc.boolean(),
        (made, wantsUsage) => {
          const text = writeStream(made.events, wantsUsage);
          expect(checkChatStream(Buffer.from(text), { wantsUsage })).toBe('whole');
          const back = collectResponse(readStream(text));
          expect(withoutStates(back)).toEqual(withoutStates(made.response));
          if (wantsUsage) {
            expect(back.measured).toEqual(made.response.measured);
          }
        },
      ),
    );
  });

  it('is valid when the upstream fails anywhere: fact 7', () => {
    fc.assert(
      fc.property(
        arbitraryFailedEvents({ ...FEATURES, maxChoices: 2 }),
        fc.boolean(),
        (events, wantsUsage) => {
          const text = writeStream(events, wantsUsage);
          expect(checkChatStream(Buffer.from(text), { wantsUsage })).toBe('failed');
          expect(checkEventGrammar(readStream(text))).toBe('failed');
        },
      ),
    );
  });

  it('is read by the SDK of OpenAI', async () => {
    const made = fc.sample(arbitraryEvents({ refusals: true }), 20);
    for (const { events, response } of made) {
      const stream = ChatCompletionStream.fromReadableStream(readableOf(writeStream(events, true)));
      const { choices } = await stream.finalChatCompletion();
      const calls = response.choices[0]?.parts.filter((part) => part.type === 'tool-call') ?? [];
      const read = choices[0]?.message.tool_calls ?? [];
      expect(read.map((call) => (call.type === 'function' ? call.function.arguments : ''))).toEqual(
        calls.map(({ input }) => input),
      );
    }
  });

  it('cites in the whole content, of which a later part is the end', () => {
    const citation = { url: 'https://x.example', title: null, citedText: null, start: 1, end: null };
    const textOf = (part: number, text: string): readonly CanonicalEvent[] => [
      { type: 'part-start', choice: 0, part, content: { type: 'text' } },
      { type: 'part-delta', choice: 0, part, delta: { type: 'text', text } },
    ];
    const text = writeStream(
      [
        { type: 'start', id: null },
        ...textOf(0, 'one '),
        { type: 'part-end', choice: 0, part: 0 },
        ...textOf(1, 'two'),
        { type: 'part-delta', choice: 0, part: 1, delta: { type: 'citation', citation } },
      ],
      false,
    );
    expect(text).toContain('"url_citation":{"start_index":5,"end_index":7,');
  });

  it('answers deprecated functions with function_call', () => {
    const { request } = parse({ functions: [{ name: 'f' }] });
    const call = { type: 'tool-call', id: 'a', name: 'f', kind: 'function' } as const;
    const text = writeStream(
      [
        { type: 'start', id: null },
        { type: 'part-start', choice: 0, part: 0, content: call },
        { type: 'part-end', choice: 0, part: 0 },
        {
          type: 'finish',
          choice: 0,
          finish: { reason: 'tool-calls', stopSequence: null, explanation: null },
        },
        { type: 'end' },
      ],
      false,
      request,
    );
    expect(checkChatStream(Buffer.from(text), { wantsUsage: false })).toBe('whole');
    expect(text).toContain('"function_call":{"name":"f","arguments":""}');
    expect(text).toContain('"function_call":{"arguments":"{}"}');
    expect(text).toContain('"finish_reason":"function_call"');
  });
});
