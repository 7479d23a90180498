import type { AssistantPart, CanonicalEvent, CanonicalResponse } from '../../canonical/index.ts';
import type { AnswerContext } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { createAnswerWriter } from './answer-writer.ts';
import { deltasOf, openedPart } from './part-pieces.ts';

/** Writes a whole answer: what a stream of it would end with. The dialect knows one answer, the first. */
export function buildResponsesAnswer(response: CanonicalResponse, context: AnswerContext): JsonObject {
  const writer = createAnswerWriter(context, () => undefined);
  for (const event of eventsOf(response)) {
    writer.take(event);
  }
  return writer.response() ?? {};
}

function* eventsOf({ id, choices, measured }: CanonicalResponse): Generator<CanonicalEvent> {
  yield { type: 'start', id };
  const [choice] = choices;
  if (choice !== undefined) {
    const texts = choice.parts.filter(({ type }) => type === 'text');
    for (const [part, whole] of choice.parts.entries()) {
      yield* partEvents(whole, part);
      if (whole === texts.at(-1) && choice.logprobs !== null) {
        yield { type: 'logprobs', choice: 0, tokens: choice.logprobs };
      }
    }
    yield { type: 'finish', choice: 0, finish: choice.finish };
  }
  if (measured !== null) {
    yield { type: 'usage', measured };
  }
  yield { type: 'end' };
}

/** State comes first, so that it is said before what it hangs on. */
function* partEvents(part: AssistantPart, number: number): Generator<CanonicalEvent> {
  const content = openedPart(part);
  if (content === null) {
    return;
  }
  const at = { choice: 0, part: number };
  yield { type: 'part-start', ...at, content };
  for (const delta of deltasOf(part)) {
    yield { type: 'part-delta', ...at, delta };
  }
  yield { type: 'part-end', ...at };
}
