import type {
  AssistantPart,
  CanonicalRequest,
  CanonicalResponse,
  TokenLogprob,
} from '../../canonical/index.ts';
import { Refusal } from '../../core/refusal.ts';
import { CannotCarryError, MalformedAnswerError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { fieldsOf } from '../fields.ts';
import { readLogprobs } from '../openai-logprobs.ts';
import { cutAtStop } from '../translation/stop-sequences.ts';
import { readWord } from '../usage-counts.ts';
import { readAnswerItem } from './read-answer-item.ts';
import { finishOf, measuredOf } from './response-end.ts';

/**
 * Reads a complete answer of an upstream. Items that are neither text, thinking nor calls say nothing to
 * clients of other dialects.
 * @throws {MalformedAnswerError} when it is not a response that ended.
 */
export function parseResponsesAnswer(
  answer: JsonObject,
  { stopSequences }: Pick<CanonicalRequest, 'stopSequences'>,
): CanonicalResponse {
  const { output, status } = answer;
  if (!Array.isArray(output) || (status !== undefined && status !== 'completed' && status !== 'incomplete')) {
    throw new MalformedAnswerError('the answer is no response that ended');
  }
  const items = output.filter(isJsonObject);
  const parts = items.flatMap(partsOfItem);
  const contained = {
    hasCalls: parts.some(({ type }) => type === 'tool-call'),
    hasRefusal: parts.some(({ type }) => type === 'refusal'),
  };
  const logprobs = items.flatMap(logprobsOfItem);
  const choice = {
    index: 0,
    parts,
    finish: finishOf(answer, contained),
    logprobs: logprobs.length === 0 ? null : logprobs,
  };
  return {
    id: readWord(answer, 'id'),
    choices: [cutAtStop(choice, stopSequences)],
    measured: measuredOf(answer),
  };
}

/** The parts of one item of an answer. @throws {MalformedAnswerError} */
export function partsOfItem(item: JsonObject): readonly AssistantPart[] {
  try {
    const parts = readAnswerItem(readWord(item, 'type') ?? '', fieldsOf(item, ''), item) ?? [];
    return parts.filter(({ type }) => type !== 'vendor').map((part) => ({ ...part, at: '' }));
  } catch (error) {
    if (error instanceof Refusal || error instanceof CannotCarryError) {
      throw new MalformedAnswerError(error.message, { cause: error });
    }
    throw error;
  }
}

function logprobsOfItem({ type, content }: JsonObject): readonly TokenLogprob[] {
  const contents = type === 'message' && Array.isArray(content) ? content.filter(isJsonObject) : [];
  return contents.flatMap(({ logprobs }) => readLogprobs(logprobs));
}
