import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../canonical/index.ts';
import { checkResponsesStream } from './responses-grammar.ts';
import { writeResponses } from './responses-streams.ts';

const EVENTS: readonly CanonicalEvent[] = [
  { type: 'start', id: null },
  { type: 'part-start', choice: 0, part: 0, content: { type: 'text' } },
  { type: 'part-delta', choice: 0, part: 0, delta: { type: 'text', text: 'Hello' } },
  { type: 'part-end', choice: 0, part: 0 },
  { type: 'finish', choice: 0, finish: { reason: 'stop', stopSequence: null, explanation: null } },
  { type: 'end' },
];
const GOOD = writeResponses(EVENTS);

/** The good stream without its events of this type, numbered anew. */
function without(type: string): string {
  const frames = GOOD.split('\n\n').filter((frame) => frame !== '' && !frame.startsWith(`event: ${type}\n`));
  return frames
    .map((frame, index) => `${frame.replace(/"sequence_number":\d+/, `"sequence_number":${index}`)}\n\n`)
    .join('');
}

describe('the checker of Responses streams', () => {
  it('takes a good stream, and comments in it', () => {
    expect(checkResponsesStream(`: alive\n\n${GOOD}`).ending).toBe('completed');
  });

  it.each([
    ['no beginning', without('response.created'), /response.created/],
    ['an item that never began', without('response.output_item.added'), /of no item/],
    ['an item that never ended', without('response.output_item.done'), /another output/],
    ['a content that never began', without('response.content_part.added'), /not open/],
    ['a content that never ended', without('response.content_part.done'), /other parts|told to its end/],
    ['a text that was never said whole', without('response.output_text.done'), /told to its end/],
    ['a text that was not said', without('response.output_text.delta'), /another text/],
    ['no end', without('response.completed'), /no response|ends without/],
    ['a number left out', GOOD.replace('"sequence_number":3', '"sequence_number":4'), /number 3/],
    ['a wrong name', GOOD.replace('event: response.completed', 'event: response.done'), /named/],
    ['no name', GOOD.replace('event: response.completed\n', ''), /not one line/],
    [
      'another status',
      GOOD.replace('"status":"completed","background"', '"status":"failed","background"'),
      /status/,
    ],
    ['half an event at the end', GOOD.slice(0, -1), /blank line/],
    [
      'something after the end',
      `${GOOD}event: x\ndata: {"type":"x","sequence_number":9}\n\n`,
      /not the last/,
    ],
  ])('finds %s', (_fault, stream, sentence) => {
    expect(stream).not.toBe(GOOD);
    expect(() => checkResponsesStream(stream)).toThrow(sentence);
  });
});
