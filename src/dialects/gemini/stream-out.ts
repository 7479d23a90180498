import type { CanonicalEvent, Finish, Measured } from '../../canonical/index.ts';
import type { AnswerContext, StreamOut } from '../codec.ts';
import type { JsonObject, StreamFraming } from '../dialect.ts';
import { type CandidateWriter, createCandidateWriter } from './candidate-writer.ts';
import { errorWords } from './errors.ts';
import { finishWords } from './finish-reasons.ts';
import { usageWords } from './usage-words.ts';

/** What a stream for a client is made with. */
export interface StreamOutSettings {
  /** The dialect whose signatures go as they are. */
  readonly dialect: string;
  readonly framing: StreamFraming;
  /** What stands around each response. */
  readonly wrap: (response: JsonObject) => JsonObject;
}

/**
 * Writes a stream of Gemini. Its clients stop reading at the finish reason, so reasons and usage wait for
 * the end and go together in the last response.
 */
export function createGeminiStreamOut(context: AnswerContext, settings: StreamOutSettings): StreamOut {
  const { dialect, wrap } = settings;
  const frames = createFrameWriter(settings.framing);
  const candidates = new Map<number, CandidateWriter>();
  const finishes = new Map<number, Finish>();
  const named = { modelVersion: context.model, responseId: context.answerId };
  let measured: Measured | null = null;

  function candidate(choice: number): CandidateWriter {
    const known = candidates.get(choice) ?? createCandidateWriter(dialect);
    candidates.set(choice, known);
    return known;
  }

  function responseOf(index: number, members: JsonObject | null): string {
    return members === null ? '' : frames.next(wrap({ candidates: [{ ...members, index }], ...named }));
  }

  /** An empty text stands where clients look for one without asking. */
  function lastResponse(): string {
    const ended = [...finishes].map(([index, finish]) => ({
      content: { parts: [{ text: '' }], role: 'model' },
      ...finishWords(finish),
      index,
      ...candidate(index).grounding(),
    }));
    const usage = measured === null ? {} : { usageMetadata: usageWords(measured, context.costOf) };
    return frames.next(wrap({ candidates: ended, ...usage, ...named })) + frames.end();
  }

  return {
    write(event: CanonicalEvent): string {
      switch (event.type) {
        case 'start':
          return '';
        case 'part-start':
        case 'part-delta':
        case 'part-end':
        case 'logprobs':
          return responseOf(event.choice, candidate(event.choice).write(event));
        case 'finish':
          finishes.set(event.choice, event.finish);
          return '';
        case 'usage':
          measured = event.measured;
          return '';
        case 'end':
          return lastResponse();
        case 'error':
          return frames.next(errorWords(event.error, null)) + frames.end();
      }
    },
  };
}

/** Puts responses on the wire: as events without names, or as the elements of one array. */
function createFrameWriter(framing: StreamFraming) {
  let hasBegun = false;
  return {
    next(response: JsonObject): string {
      const json = JSON.stringify(response);
      if (framing === 'sse') {
        return `data: ${json}\n\n`;
      }
      const before = hasBegun ? ',\n' : '[';
      hasBegun = true;
      return before + json;
    },
    end: () => (framing === 'sse' ? '' : ']\n'),
  };
}
