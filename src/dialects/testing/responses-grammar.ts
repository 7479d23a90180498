import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { createItemCheck } from './responses-items.ts';

/** What a client of Responses has in the end. */
export interface ResponsesStream {
  readonly ending: 'completed' | 'incomplete' | 'failed';
  /** The items of `response.output_item.done`, which are all that Codex takes. */
  readonly items: readonly JsonObject[];
  /** The response of the last event. */
  readonly response: JsonObject;
  readonly events: readonly JsonObject[];
}

const TERMINALS = ['response.completed', 'response.incomplete', 'response.failed'] as const;

/**
 * Checks a whole stream as clients of Responses read it (openai-node, Codex), a little stricter than they
 * do: every event is named by its own type and numbered on from zero, the response is created and in
 * progress before anything is said, items do not overlap and are told to their end, what was said in pieces
 * is what stands at the end, and exactly one last event carries the whole response with its usage.
 * @throws {Error} with a sentence that names the first event at fault.
 */
export function checkResponsesStream(bytes: Buffer | string): ResponsesStream {
  const events = eventsOf(bytes.toString());
  const items = createItemCheck();
  events.forEach((event, index) => {
    const isLast = index === events.length - 1;
    const problem = placeProblem(event, index, isLast) ?? contentProblem(event, index, isLast, items);
    if (problem !== null) {
      throw new Error(`event ${index} (${JSON.stringify(event)}) ${problem}`);
    }
  });
  const last = events.at(-1);
  const ending = TERMINALS.find((type) => type === last?.type);
  if (last === undefined || ending === undefined || !isJsonObject(last.response)) {
    throw new Error('the stream ends without response.completed, response.incomplete or response.failed');
  }
  const [, word] = ending.split('.');
  return {
    ending: word === 'completed' || word === 'incomplete' ? word : 'failed',
    items: items.done(),
    response: last.response,
    events,
  };
}

/** The events of a stream. Comments keep it alive and say nothing. */
function eventsOf(text: string): readonly JsonObject[] {
  if (!text.endsWith('\n\n')) {
    throw new Error('the last event is not closed by a blank line');
  }
  const frames = text.split('\n\n').slice(0, -1);
  return frames.filter((frame) => !frame.startsWith(':')).map(eventOf);
}

function eventOf(frame: string, index: number): JsonObject {
  const match = /^event: (\S+)\ndata: ([^\r\n]*)$/.exec(frame);
  const data: unknown = match === null ? null : JSON.parse(match[2] ?? '');
  if (match === null || !isJsonObject(data)) {
    throw new Error(`event ${index} is not one line with its name and one with its data: ${frame}`);
  }
  if (data.type !== match[1]) {
    throw new Error(`event ${index} is named ${match[1]} and of the type ${data.type}`);
  }
  return data;
}

function placeProblem({ type, sequence_number }: JsonObject, index: number, isLast: boolean): string | null {
  if (sequence_number !== index) {
    return `has not the number ${index}`;
  }
  const wanted = ['response.created', 'response.in_progress'][index];
  if (wanted !== undefined && type !== wanted) {
    return `stands where ${wanted} should`;
  }
  if (wanted === undefined && (type === 'response.created' || type === 'response.in_progress')) {
    return 'comes twice';
  }
  return TERMINALS.some((terminal) => terminal === type) && !isLast ? 'is not the last' : null;
}

function contentProblem(
  event: JsonObject,
  index: number,
  isLast: boolean,
  items: ReturnType<typeof createItemCheck>,
): string | null {
  if (index >= 2 && !isLast) {
    return items.read(event);
  }
  const { response, type } = event;
  if (!isJsonObject(response)) {
    return 'has no response';
  }
  const problem = responseProblem(response);
  if (problem !== null) {
    return problem;
  }
  return isLast ? endProblem(`${type}`, response, items) : startProblem(response);
}

function responseProblem({ id, object, created_at, model, output, tools, usage }: JsonObject): string | null {
  if (typeof id !== 'string' || !id.startsWith('resp_') || object !== 'response') {
    return 'carries no response with an id';
  }
  if (!Number.isInteger(created_at) || typeof model !== 'string') {
    return 'carries a response without time or model';
  }
  if (!Array.isArray(output) || !Array.isArray(tools)) {
    return 'carries a response without output or tools';
  }
  return usage === null || isJsonObject(usage) ? null : 'carries a response without usage';
}

function startProblem({ status, output, usage, error }: JsonObject): string | null {
  const isEmpty = isDeepStrictEqual(output, []) && usage === null && error === null;
  return status === 'in_progress' && isEmpty ? null : 'is no beginning: something stands in it already';
}

function endProblem(
  type: string,
  response: JsonObject,
  items: ReturnType<typeof createItemCheck>,
): string | null {
  const { status, error, incomplete_details, output, usage } = response;
  if (type !== `response.${status}`) {
    return `carries the status ${status}`;
  }
  if ((type === 'response.failed') !== isError(error)) {
    return 'carries an error where there should be none, or none where there should be one';
  }
  if ((type === 'response.incomplete') !== isIncomplete(incomplete_details)) {
    return 'says wrongly whether it is incomplete';
  }
  if (!isDeepStrictEqual(output, items.done())) {
    return 'carries another output than its items';
  }
  return usageProblem(usage) ?? (type === 'response.failed' ? null : items.openProblem());
}

function isError(error: unknown): boolean {
  return isJsonObject(error) && typeof error.code === 'string' && typeof error.message === 'string';
}

function isIncomplete(details: unknown): boolean {
  return isJsonObject(details) && ['max_output_tokens', 'content_filter'].includes(`${details.reason}`);
}

function usageProblem(usage: unknown): string | null {
  if (!isJsonObject(usage)) {
    return null;
  }
  const { input_tokens, output_tokens, total_tokens, input_tokens_details, output_tokens_details } = usage;
  if (Number(input_tokens) + Number(output_tokens) !== total_tokens) {
    return 'carries a usage that does not add up';
  }
  const input = isJsonObject(input_tokens_details) ? Number(input_tokens_details.cached_tokens) : -1;
  const output = isJsonObject(output_tokens_details) ? Number(output_tokens_details.reasoning_tokens) : -1;
  const fits = input >= 0 && input <= Number(input_tokens) && output >= 0 && output <= Number(output_tokens);
  return fits ? null : 'carries a usage whose details are no part of it';
}
