import type { CanonicalEvent } from '../../canonical/index.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { readWord } from '../usage-counts.ts';
import { readInBandError } from './errors.ts';
import { readFinish } from './finish-words.ts';
import { readChoiceLogprobs } from './logprobs.ts';
import { createPartQueue, type PartQueue } from './part-queue.ts';
import { readDelta } from './read-delta.ts';
import { chatUsage } from './usage.ts';

/** Reads an answer in any number of chunks; a complete answer is one chunk with all in it. */
export interface AnswerReader {
  /** What a chunk says, in the order of the middle. An `error` is the last event there is. */
  read(chunk: JsonObject): readonly CanonicalEvent[];
  /** Closes all parts. With `isWhole` it says why the choices ended, and the end. */
  close(isWhole: boolean): readonly CanonicalEvent[];
  /** Whether every choice said why it ended. */
  isFinished(): boolean;
}

interface ReadChoice {
  readonly queue: PartQueue;
  finishWord: string | null;
}

/**
 * A reader of one answer. Why a choice ended is told at the very end: some upstreams say so before their
 * last text, and some say it twice. `turns` is how long the conversation was: it makes ids of calls differ
 * from those of earlier answers where an upstream gives ids to neither.
 */
export function createAnswerReader(turns: number): AnswerReader {
  const choices = new Map<number, ReadChoice>();
  let idSeed = '';
  let serviceTier: string | null = null;
  let isStarted = false;

  function start(chunk: JsonObject | null): readonly CanonicalEvent[] {
    if (isStarted) {
      return [];
    }
    isStarted = true;
    const id = chunk === null ? null : readWord(chunk, 'id');
    idSeed = `${id ?? ''} ${turns}`;
    return [{ type: 'start', id }];
  }

  function choiceAt(index: number): ReadChoice {
    const known = choices.get(index) ?? { queue: createPartQueue(index, () => idSeed), finishWord: null };
    choices.set(index, known);
    return known;
  }

  function readChoice(choice: JsonObject): readonly CanonicalEvent[] {
    const index = typeof choice.index === 'number' ? choice.index : 0;
    const known = choiceAt(index);
    const said = isJsonObject(choice.delta) ? choice.delta : choice.message;
    if (isJsonObject(said)) {
      readDelta(said, known.queue);
    }
    known.finishWord = readWord(choice, 'finish_reason') ?? known.finishWord;
    const events = known.queue.take();
    const tokens = readChoiceLogprobs(choice.logprobs);
    return tokens.length === 0 ? events : [...events, { type: 'logprobs', choice: index, tokens }];
  }

  /** Kimi puts the usage into the last choice (platform.moonshot.ai/docs/api/chat). */
  function readUsage(chunk: JsonObject, list: readonly JsonObject[]): readonly CanonicalEvent[] {
    serviceTier = readWord(chunk, 'service_tier') ?? serviceTier;
    const usage = [chunk, ...list].map((holder) => holder.usage).find(isJsonObject);
    const measured = usage === undefined ? null : chatUsage.measure(usage, serviceTier);
    return measured === null ? [] : [{ type: 'usage', measured }];
  }

  return {
    read(chunk) {
      const events: CanonicalEvent[] = [...start(chunk)];
      const error = readInBandError(chunk);
      if (error !== null) {
        return [...events, { type: 'error', error }];
      }
      const list = Array.isArray(chunk.choices) ? chunk.choices.filter(isJsonObject) : [];
      for (const choice of list) {
        events.push(...readChoice(choice));
      }
      events.push(...readUsage(chunk, list));
      return events;
    },
    close(isWhole) {
      const events: CanonicalEvent[] = [...start(null)];
      for (const [choice, { queue, finishWord }] of choices) {
        events.push(...queue.drain());
        if (isWhole) {
          events.push({ type: 'finish', choice, finish: readFinish(finishWord, queue.types) });
        }
      }
      return isWhole ? [...events, { type: 'end' }] : events;
    },
    isFinished: () =>
      choices.size > 0 && [...choices.values()].every(({ finishWord }) => finishWord !== null),
  };
}
