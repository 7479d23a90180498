import type { CanonicalError, CanonicalEvent, Finish, Measured } from '../../canonical/index.ts';
import type { AnswerContext } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { failedError } from './errors.ts';
import { createItemWriter, type ItemWriter } from './item-writer.ts';
import { createResponseObject, NOTHING_YET, type ResponseState } from './response-object.ts';
import { writeUsage } from './write-usage.ts';
import type { Say } from './written-item.ts';

/** Makes one answer out of events: in a stream what is said, else the response at its end. */
export interface AnswerWriter {
  take(event: CanonicalEvent): void;
  /** The whole response; null until `end` or `error` was taken. */
  response(): JsonObject | null;
}

/** How a finish ends a response (openai-node, `Response.status`, `incomplete_details`). */
const INCOMPLETE: Readonly<Partial<Record<Finish['reason'], ResponseState['incompleteReason']>>> = {
  length: 'max_output_tokens',
  'context-full': 'max_output_tokens',
  'content-filter': 'content_filter',
};

/** Tiers of other vendors by what OpenAI calls them. */
const TIERS: Readonly<Record<string, string>> = { standard: 'default', batch: 'flex' };

/** Writes one answer; `say` hears every event of its stream. */
export function createAnswerWriter(context: AnswerContext, say: Say): AnswerWriter {
  return new Answer(context, say);
}

class Answer implements AnswerWriter {
  readonly #context: AnswerContext;
  readonly #say: Say;
  readonly #items: ItemWriter;
  readonly #responseOf: (state: ResponseState) => JsonObject;
  #hasStarted = false;
  #finish: Finish | null = null;
  #measured: Measured | null = null;
  #whole: JsonObject | null = null;

  constructor(context: AnswerContext, say: Say) {
    const tools = context.request.tools.filter((tool) => tool.type !== 'hosted');
    this.#context = context;
    this.#say = say;
    this.#items = createItemWriter({
      answerId: context.answerId,
      say,
      origins: new Map(tools.flatMap(({ name, origin }) => (origin === undefined ? [] : [[name, origin]]))),
    });
    this.#responseOf = createResponseObject(context);
  }

  take(event: CanonicalEvent): void {
    // The dialect knows one answer, and nothing after its end.
    if (this.#whole !== null || ('choice' in event && event.choice !== 0)) {
      return;
    }
    switch (event.type) {
      case 'part-start':
        this.#items.open(event.content);
        break;
      case 'part-delta':
        this.#items.add(event.delta);
        break;
      case 'part-end':
        this.#items.endPart();
        break;
      case 'logprobs':
        this.#items.addLogprobs(event.tokens);
        break;
      case 'finish':
        this.#finish = event.finish;
        break;
      case 'usage':
        this.#measured = event.measured;
        break;
      default:
        this.#turn(event);
    }
  }

  response(): JsonObject | null {
    return this.#whole;
  }

  #turn(event: Extract<CanonicalEvent, { readonly type: 'start' | 'end' | 'error' }>): void {
    this.#start();
    if (event.type === 'end') {
      this.#end();
    } else if (event.type === 'error') {
      this.#fail(event.error);
    }
  }

  #start(): void {
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      const response = this.#responseOf(NOTHING_YET);
      this.#say('response.created', { response });
      this.#say('response.in_progress', { response });
    }
  }

  #end(): void {
    const reason = this.#finish?.reason ?? 'stop';
    const incompleteReason = INCOMPLETE[reason] ?? null;
    this.#items.close(incompleteReason === 'max_output_tokens' ? 'incomplete' : 'completed');
    if (reason === 'failed') {
      const message = this.#finish?.explanation ?? 'The model failed to answer';
      this.#fail({ kind: 'server', status: 500, message, code: null, retryAfterS: null });
    } else {
      this.#close({ status: incompleteReason === null ? 'completed' : 'incomplete', incompleteReason });
    }
  }

  #fail(error: CanonicalError): void {
    this.#close({ status: 'failed', error: failedError(error) });
  }

  #close(state: Partial<ResponseState> & Pick<ResponseState, 'status'>): void {
    const measured = this.#measured;
    const tier = measured?.serviceTier ?? null;
    this.#whole = this.#responseOf({
      ...NOTHING_YET,
      ...state,
      output: this.#items.output(),
      usage: measured === null ? null : writeUsage(measured, this.#context.costOf),
      serviceTier: tier === null ? null : (TIERS[tier] ?? tier),
    });
    this.#say(`response.${state.status}`, { response: this.#whole });
  }
}
