import type { Finish, FinishReason, OpenedPart } from '../../canonical/index.ts';

/** OpenAI's words (openai-node, `ChatCompletion.Choice`), then those of compatible servers. */
const REASONS: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
  ['eos', 'stop'],
  ['end_turn', 'stop'],
  ['max_tokens', 'length'],
  ['model_length', 'context-full'],
  ['error', 'failed'],
  ['abort', 'failed'],
  ['insufficient_system_resource', 'failed'],
]);

/**
 * Why a choice ended. An upstream that made a call and says `stop` means the call; one that refused in
 * words says `stop` too; one that says nothing ended by itself.
 */
export function readFinish(word: string | null, types: ReadonlySet<OpenedPart['type']>): Finish {
  const known = word === null ? 'stop' : REASONS.get(word);
  const reason = known === undefined || known === 'stop' ? reasonOf(types) : known;
  const isPlain = known !== undefined && known !== 'failed';
  return { reason, stopSequence: null, explanation: isPlain ? null : word };
}

function reasonOf(types: ReadonlySet<OpenedPart['type']>): FinishReason {
  if (types.has('tool-call')) {
    return 'tool-calls';
  }
  return types.has('refusal') ? 'refusal' : 'stop';
}

/**
 * The word for a client. A refusal in words ends with `stop` at OpenAI, one without is filtered content. For
 * a failure there is no word; the filter's is the one that no client takes for a model that was done.
 */
export function writeFinish(reason: FinishReason, hasRefusal: boolean, isLegacy: boolean): string {
  switch (reason) {
    case 'stop':
    case 'stop-sequence':
    case 'pause':
      return 'stop';
    case 'tool-calls':
      return isLegacy ? 'function_call' : 'tool_calls';
    case 'length':
    case 'context-full':
      return 'length';
    case 'refusal':
      return hasRefusal ? 'stop' : 'content_filter';
    case 'content-filter':
    case 'failed':
      return 'content_filter';
  }
}
