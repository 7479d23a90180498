import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { choiceProblem, type SeenChoice } from './chat-choice.ts';

/** How a stream of Chat Completions ended for its client. */
export type ChatEnding = 'whole' | 'failed';

/** What the chunks of a stream have in common. */
const COMMON = ['id', 'created', 'model', 'object'] as const;

/**
 * Checks a whole stream as clients of Chat Completions read it (openai-node `Stream.fromSSEResponse` and
 * `ChatCompletionStream`), a little stricter than they do: facts 1 to 7. `wantsUsage`: the client asked for
 * `stream_options.include_usage`.
 * @throws {Error} with a sentence that names the first chunk at fault.
 */
export function checkChatStream(bytes: Buffer, { wantsUsage }: { readonly wantsUsage: boolean }): ChatEnding {
  const events = eventsOf(bytes);
  const last = events.at(-1);
  const chunks = events.slice(0, -1).map(parseChunk);
  const error = last === undefined || last === '[DONE]' ? undefined : parseChunk(last, events.length - 1);
  const seen = new Map<number, SeenChoice>();
  chunks.forEach((chunk, index) => {
    const isUsage = index === chunks.length - 1 && last === '[DONE]';
    const problem =
      commonProblem(chunk, chunks[0] ?? chunk) ??
      usageProblem(chunk, wantsUsage, isUsage) ??
      choicesProblem(chunk, seen);
    if (problem !== null) {
      throw new Error(`chunk ${index} (${JSON.stringify(chunk)}) ${problem}`);
    }
  });
  if (error !== undefined) {
    return endOfFailed(error, seen);
  }
  for (const [index, { finishReason }] of seen) {
    if (finishReason === null) {
      throw new Error(`choice ${index} never says why it ended`);
    }
  }
  if (seen.size === 0) {
    throw new Error('the stream has no choice');
  }
  return 'whole';
}

/** The data of every event. Comments say nothing; the last event is closed by a blank line. */
function eventsOf(bytes: Buffer): readonly string[] {
  const text = bytes.toString('utf8');
  if (!text.endsWith('\n\n')) {
    throw new Error('the last event is not closed by a blank line');
  }
  const events = text
    .slice(0, -2)
    .split('\n\n')
    .filter((event) => !event.startsWith(':'));
  return events.map((event, index) => {
    if (!event.startsWith('data: ') || /[\r\n]/.test(event)) {
      throw new Error(`event ${index} is more or other than one line of data: ${event.slice(0, 60)}`);
    }
    return event.slice('data: '.length);
  });
}

function parseChunk(data: string, index: number): JsonObject {
  const value: unknown = data === '[DONE]' ? null : JSON.parse(data);
  if (!isJsonObject(value)) {
    throw new Error(`event ${index} is no chunk: ${data.slice(0, 60)}`);
  }
  return value;
}

/** Fact 2: one id, one time, one model. */
function commonProblem(chunk: JsonObject, first: JsonObject): string | null {
  if ('error' in chunk) {
    return 'is an error that something follows';
  }
  if (
    chunk.object !== 'chat.completion.chunk' ||
    typeof chunk.id !== 'string' ||
    !Number.isInteger(chunk.created)
  ) {
    return 'lacks what every chunk has';
  }
  const other = COMMON.find((name) => chunk[name] !== first[name]);
  return other === undefined ? null : `has another ${other} than the first`;
}

/** Fact 1: usage stands in the last chunk alone, without choices, and only for clients that asked. */
function usageProblem(chunk: JsonObject, wantsUsage: boolean, mayHaveUsage: boolean): string | null {
  const isEmpty = Array.isArray(chunk.choices) && chunk.choices.length === 0;
  if (!wantsUsage) {
    return 'usage' in chunk || isEmpty ? 'has usage or no choices, for a client that did not ask' : null;
  }
  if (isEmpty !== isJsonObject(chunk.usage) || (isEmpty && !mayHaveUsage)) {
    return 'has its usage at a wrong place';
  }
  return isEmpty ? sumProblem(chunk.usage) : chunk.usage === null ? null : 'lacks "usage":null';
}

/** Fact 6: the totals include their parts. */
function sumProblem(usage: unknown): string | null {
  const counts = isJsonObject(usage) ? usage : {};
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = counts;
  const isSum = typeof input === 'number' && typeof output === 'number' && total === input + output;
  const isWithin =
    sumOf(counts.prompt_tokens_details, ['cached_tokens', 'cache_write_tokens', 'audio_tokens']) <=
      Number(input) &&
    sumOf(counts.completion_tokens_details, ['reasoning_tokens', 'audio_tokens']) <= Number(output);
  return isSum && isWithin ? null : 'has a usage that does not add up';
}

function sumOf(details: unknown, names: readonly string[]): number {
  const counts = isJsonObject(details) ? details : {};
  return names.reduce((sum, name) => sum + Number(counts[name] ?? 0), 0);
}

function choicesProblem({ choices }: JsonObject, seen: Map<number, SeenChoice>): string | null {
  if (!Array.isArray(choices)) {
    return 'has no choices';
  }
  const problems = choices.map((choice: unknown) =>
    isJsonObject(choice) ? choiceProblem(choice, seen) : 'has a choice that is no object',
  );
  return problems.find((problem) => problem !== null) ?? null;
}

/** Fact 7: all members of an error, and no choice that looks finished. */
function endOfFailed({ error }: JsonObject, seen: ReadonlyMap<number, SeenChoice>): ChatEnding {
  const members = isJsonObject(error) ? error : {};
  const isFull = ['param', 'code'].every((name) => name in members) && typeof members.type === 'string';
  if (typeof members.message !== 'string' || !isFull) {
    throw new Error('the stream ends with neither [DONE] nor a full error');
  }
  if ([...seen.values()].some(({ finishReason }) => finishReason !== null)) {
    throw new Error('a choice looks finished before the error');
  }
  return 'failed';
}
