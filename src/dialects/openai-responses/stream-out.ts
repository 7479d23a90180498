import type { AnswerContext, StreamOut } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { eventText } from '../frame-text.ts';
import { createAnswerWriter } from './answer-writer.ts';

/** Writes one stream for a Responses client: every event is named and numbered on from the first. */
export function createResponsesStreamOut(context: AnswerContext): StreamOut {
  let said = '';
  let sequenceNumber = 0;

  function say(type: string, members: JsonObject): void {
    said += eventText(type, { type, sequence_number: sequenceNumber, ...members });
    sequenceNumber += 1;
  }

  const writer = createAnswerWriter(context, say);
  return {
    write(event) {
      said = '';
      writer.take(event);
      return said;
    },
  };
}
