import { piecesOf } from '../pieces.ts';
import { type Frame, type Generated, outputOf, reasoningOf } from '../platform.ts';
import { finishedResponse, itemJson, type OutputItem, type ResponseDraft, textPart } from './responses.ts';

/** An event without its sequence number. */
type Event = { readonly type: string; readonly generated?: Generated; readonly [field: string]: unknown };

/** The events of a response: each with its name, and numbers that rise from the first to the last. */
export function* responsesFrames(draft: ResponseDraft): Generator<Frame> {
  let sequence_number = 0;
  for (const { type, generated, ...fields } of eventsOf(draft)) {
    const data = JSON.stringify({ type, sequence_number: sequence_number++, ...fields });
    yield { text: `event: ${type}\ndata: ${data}\n\n`, generated };
  }
}

function* eventsOf(draft: ResponseDraft): Generator<Event> {
  yield { type: 'response.created', response: draft.base };
  yield { type: 'response.in_progress', response: draft.base };
  for (const [index, item] of draft.items.entries()) {
    yield { type: 'response.output_item.added', output_index: index, item: openedItem(item) };
    yield* itemEvents(item, index, draft.chunks);
    const done = { type: 'response.output_item.done', output_index: index, item: itemJson(item) };
    yield { ...done, ...hiddenReasoning(item) };
  }
  yield { type: `response.${draft.status}`, response: finishedResponse(draft) };
}

function openedItem(item: OutputItem): object {
  switch (item.type) {
    case 'reasoning':
      // OpenAI's own note: the sealed reasoning of this event may be incomplete, the one of `done` counts.
      return { ...itemJson({ ...item, summary: '', sealed: item.sealed?.slice(0, 8) }) };
    case 'message':
      return { ...itemJson(item), status: 'in_progress', content: [] };
    case 'function_call':
      return { ...itemJson(item), status: 'in_progress', arguments: '' };
  }
}

function* itemEvents(item: OutputItem, output_index: number, chunks: number): Generator<Event> {
  const at = { item_id: item.id, output_index };
  switch (item.type) {
    case 'reasoning':
      return yield* reasoningEvents(item, at, chunks);
    case 'message':
      return yield* messageEvents(item, { ...at, content_index: 0 }, chunks);
    case 'function_call': {
      const type = 'response.function_call_arguments';
      // The name counts too, so short arguments are said before all tokens are.
      let left = item.tokens;
      for (const { text, tokens } of piecesOf(item.json, item.tokens, 3)) {
        if (text === '') break;
        left -= tokens;
        yield { type: `${type}.delta`, ...at, delta: text, generated: outputOf(tokens) };
      }
      const rest = left === 0 ? {} : { generated: outputOf(left) };
      return yield { type: `${type}.done`, ...at, name: item.name, arguments: item.json, ...rest };
    }
  }
}

function* messageEvents(
  item: OutputItem & { type: 'message' },
  at: object,
  chunks: number,
): Generator<Event> {
  yield { type: 'response.content_part.added', ...at, part: textPart('') };
  for (const { text, tokens } of piecesOf(item.text, item.tokens, chunks)) {
    const generated = outputOf(tokens);
    yield { type: 'response.output_text.delta', ...at, delta: text, logprobs: [], generated };
  }
  yield { type: 'response.output_text.done', ...at, text: item.text, logprobs: [] };
  yield { type: 'response.content_part.done', ...at, part: textPart(item.text) };
}

function* reasoningEvents(
  item: OutputItem & { type: 'reasoning' },
  place: object,
  chunks: number,
): Generator<Event> {
  if (item.summary === '') return;
  const at = { ...place, summary_index: 0 };
  yield { type: 'response.reasoning_summary_part.added', ...at, part: { type: 'summary_text', text: '' } };
  for (const { text, tokens } of piecesOf(item.summary, item.tokens, chunks)) {
    const generated = reasoningOf(tokens);
    yield { type: 'response.reasoning_summary_text.delta', ...at, delta: text, generated };
  }
  yield { type: 'response.reasoning_summary_text.done', ...at, text: item.summary };
  const part = { type: 'summary_text', text: item.summary };
  yield { type: 'response.reasoning_summary_part.done', ...at, part };
}

/** Reasoning that is not shown is generated all the same; the event that ends its item counts it. */
function hiddenReasoning(item: OutputItem): { generated?: Generated } {
  if (item.type !== 'reasoning' || item.summary !== '') return {};
  return { generated: reasoningOf(item.tokens) };
}
