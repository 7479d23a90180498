import type { CanonicalEvent, Measured } from '../../canonical/index.ts';
import type { AnswerContext, StreamOut } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { writeServiceTier, writeUsage } from './answer-parts.ts';
import { type ChoiceDeltas, createChoiceDeltas } from './choice-deltas.ts';
import { writeInBandError } from './errors.ts';
import { writeFinish } from './finish-words.ts';
import { writeChoiceLogprobs } from './logprobs.ts';
import { usesLegacyFunctions } from './read-tools.ts';

/** A choice that the client knows of. */
interface SaidChoice {
  readonly deltas: ChoiceDeltas;
  finishReason: string | null;
  hasRole: boolean;
}

/**
 * Writes the stream of a client. Why a choice ended is held until the upstream is done: a stream that
 * breaks after that must not look finished.
 */
export function createChatStreamOut(context: AnswerContext): StreamOut {
  const isLegacy = usesLegacyFunctions(context.request);
  const choices = new Map<number, SaidChoice>();
  const head = headOf(context);
  // `stream_options.include_usage`: every chunk has the member, and the last one alone has a value in it.
  const tail = context.wantsUsage ? ',"usage":null}\n\n' : '}\n\n';
  let measured: Measured | null = null;

  function choiceAt(index: number): SaidChoice {
    const known = choices.get(index) ?? {
      deltas: createChoiceDeltas(isLegacy),
      finishReason: null,
      hasRole: false,
    };
    choices.set(index, known);
    return known;
  }

  /** One chunk of one choice. The first one of each choice says whose words they are. */
  function chunk(
    index: number,
    delta: JsonObject,
    logprobs: JsonObject | null = null,
    finish = 'null',
  ): string {
    const choice = choiceAt(index);
    const said = choice.hasRole ? delta : { role: 'assistant', content: null, ...delta };
    choice.hasRole = true;
    const rest = `"logprobs":${JSON.stringify(logprobs)},"finish_reason":${finish}`;
    return `${head}[{"index":${index},"delta":${JSON.stringify(said)},${rest}}]${tail}`;
  }

  function end(): string {
    if (choices.size === 0) {
      choiceAt(0);
    }
    const finishes = [...choices].map(([index, { finishReason }]) =>
      chunk(index, {}, null, JSON.stringify(finishReason ?? 'stop')),
    );
    return `${finishes.join('')}${usageChunk()}data: [DONE]\n\n`;
  }

  function usageChunk(): string {
    if (!context.wantsUsage || measured === null) {
      return '';
    }
    const usage = JSON.stringify(writeUsage(measured, context.costOf(measured)));
    const { service_tier: tier } = writeServiceTier(measured);
    return `${head}[]${tier === undefined ? '' : `,"service_tier":${JSON.stringify(tier)}`},"usage":${usage}}\n\n`;
  }

  return {
    write(event) {
      switch (event.type) {
        case 'start':
          return '';
        case 'usage':
          measured = event.measured;
          return '';
        case 'end':
          return end();
        case 'error':
          return writeInBandError(event.error);
        case 'logprobs':
          return chunk(event.choice, {}, writeChoiceLogprobs(event.tokens));
        case 'finish':
          noteFinish(event, choiceAt(event.choice), isLegacy);
          return '';
        default: {
          const deltas = choiceAt(event.choice).deltas.write(event);
          return deltas.map((delta) => chunk(event.choice, delta)).join('');
        }
      }
    },
  };
}

/** Everything of a chunk before its choices, which is the same for all of them. */
function headOf({ answerId, createdAtS, model }: AnswerContext): string {
  const id = `chatcmpl-${answerId}`;
  const common = JSON.stringify({ id, object: 'chat.completion.chunk', created: createdAtS, model });
  return `data: ${common.slice(0, -1)},"choices":`;
}

function noteFinish(
  { finish }: Extract<CanonicalEvent, { readonly type: 'finish' }>,
  choice: SaidChoice,
  isLegacy: boolean,
): void {
  choice.finishReason = writeFinish(finish.reason, choice.deltas.hasRefusal(), isLegacy);
}
