import type { AssistantPart, CanonicalResponse, Choice, Citation } from '../../canonical/index.ts';
import type { AnswerContext } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { writeAnnotation, writeCall, writePicture, writeServiceTier, writeUsage } from './answer-parts.ts';
import { writeFinish } from './finish-words.ts';
import { writeChoiceLogprobs } from './logprobs.ts';
import { usesLegacyFunctions } from './read-tools.ts';
import { detailOfCall, detailOfState, detailOfThought } from './reasoning-details.ts';

/** Writes a complete answer (openai-node, `ChatCompletion`). */
export function buildChatResponse(response: CanonicalResponse, context: AnswerContext): JsonObject {
  const { measured } = response;
  const isLegacy = usesLegacyFunctions(context.request);
  return {
    id: `chatcmpl-${context.answerId}`,
    object: 'chat.completion',
    created: context.createdAtS,
    model: context.model,
    choices: response.choices.map((choice) => writeChoice(choice, isLegacy)),
    ...writeServiceTier(measured),
    ...(measured === null ? {} : { usage: writeUsage(measured, context.costOf(measured)) }),
  };
}

function writeChoice({ index, parts, finish, logprobs }: Choice, isLegacy: boolean): JsonObject {
  const hasRefusal = parts.some(({ type }) => type === 'refusal');
  return {
    index,
    message: writeMessage(parts, isLegacy),
    logprobs: logprobs === null ? null : writeChoiceLogprobs(logprobs),
    finish_reason: writeFinish(finish.reason, hasRefusal, isLegacy),
  };
}

/** What stands nowhere in OpenAI's schema, and what there is none of, is left out. */
function writeMessage(parts: readonly AssistantPart[], isLegacy: boolean): JsonObject {
  const refusal = join(parts, 'refusal');
  const reasoning = join(parts, 'reasoning');
  const images = parts
    .filter((part) => part.type === 'image')
    .flatMap((part, index): readonly JsonObject[] => listOf(writePicture(part, index)));
  return {
    role: 'assistant',
    content: parts.some(({ type }) => type === 'text') ? join(parts, 'text') : null,
    refusal: refusal === '' ? null : refusal,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...unlessEmpty('reasoning_details', writeDetails(parts)),
    ...unlessEmpty('annotations', writeAnnotations(parts)),
    ...unlessEmpty('images', images),
    ...writeCalls(parts, isLegacy),
  };
}

function join(parts: readonly AssistantPart[], type: 'text' | 'refusal' | 'reasoning'): string {
  return parts.map((part) => (part.type === type && 'text' in part ? part.text : '')).join('');
}

function unlessEmpty(name: string, list: readonly JsonObject[]): JsonObject {
  return list.length === 0 ? {} : { [name]: list };
}

function listOf(entry: JsonObject | null): readonly JsonObject[] {
  return entry === null ? [] : [entry];
}

/** What hangs on parts, in their order; nothing where nothing does. See `reasoning-details.ts`. */
function writeDetails(parts: readonly AssistantPart[]): readonly JsonObject[] {
  const isSigned = parts.some((part) => 'signature' in part && part.signature !== null);
  return isSigned ? parts.flatMap(writeDetail) : [];
}

function writeDetail(part: AssistantPart, index: number): readonly JsonObject[] {
  const signature = 'signature' in part ? part.signature : null;
  if (part.type === 'reasoning') {
    const thought = part.text === '' ? {} : detailOfThought(part.text, index);
    const state =
      signature === null ? {} : detailOfState(signature, part.isRedacted, index, part.text.length);
    const detail = { ...thought, ...state };
    return 'type' in detail ? [detail] : [];
  }
  if (signature === null) {
    return [];
  }
  return part.type === 'tool-call'
    ? [detailOfCall(part.id, signature, index)]
    : [detailOfState(signature, false, index, 0)];
}

function writeAnnotations(parts: readonly AssistantPart[]): readonly JsonObject[] {
  let offset = 0;
  return parts.flatMap((part): readonly JsonObject[] => {
    if (part.type !== 'text') {
      return [];
    }
    const start = offset;
    offset += part.text.length;
    const write = (citation: Citation) => listOf(writeAnnotation(citation, start, part.text.length));
    return part.citations.flatMap(write);
  });
}

/** A client of the deprecated `functions` finds its call in `function_call`, which has room for one. */
function writeCalls(parts: readonly AssistantPart[], isLegacy: boolean): JsonObject {
  const calls = parts.filter((part) => part.type === 'tool-call');
  const [first] = calls;
  const legacy = isLegacy && first !== undefined ? { name: first.name, arguments: first.input } : null;
  const others = (legacy === null ? calls : calls.slice(1)).map((call) => writeCall(call, call.input));
  return { ...(legacy === null ? {} : { function_call: legacy }), ...unlessEmpty('tool_calls', others) };
}
