import type { Answer } from '../answer.ts';
import { piecesOf } from '../pieces.ts';
import { bareFrame, type Frame, type Generated, outputOf, reasoningOf } from '../platform.ts';
import { type ChatAnswer, finishReason, spoken, toolCallId } from './chat.ts';

/** One step of a choice before it has the shape of a chunk. */
type Delta = { readonly delta: string; readonly generated: Generated | undefined; readonly finish?: string };

/**
 * The chunks of a chat stream. The first of each choice has the role, the last its finish reason. With
 * `include_usage` every chunk has `usage: null` but the last one before `[DONE]`, which has no choices.
 */
export function* chatFrames(chat: ChatAnswer): Generator<Frame> {
  const { id, created, request, answers, usage } = chat;
  const includesUsage = request.includeUsage && usage !== undefined;
  const tier =
    request.serviceTier === undefined ? '' : `,"service_tier":${JSON.stringify(request.serviceTier)}`;
  const head = `data: {"id":"${id}","object":"chat.completion.chunk","created":${created},"model":${JSON.stringify(request.model)}${tier},"system_fingerprint":"fp_simulator","choices":[`;
  const tail = includesUsage ? '],"usage":null}\n\n' : ']}\n\n';
  for (const [index, { delta, generated, finish }] of interleave(chat)) {
    const reason = finish === undefined ? 'null' : `"${finish}"`;
    const choice = `{"index":${index},"delta":${delta},"logprobs":null,"finish_reason":${reason}}`;
    yield { text: head + choice + tail, generated };
  }
  if (includesUsage && answers.length > 0) {
    yield bareFrame(`${head}],"usage":${JSON.stringify(usage)}}\n\n`);
  }
  yield bareFrame('data: [DONE]\n\n');
}

/** The steps of all choices, one of each in turn. */
function* interleave(chat: ChatAnswer): Generator<[number, Delta]> {
  const sources = chat.answers.map((answer, choice) => deltasOf(chat, answer, choice));
  let open = sources.length;
  while (open > 0) {
    open = 0;
    for (const [choice, source] of sources.entries()) {
      const next = source.next();
      if (next.done === true) continue;
      open++;
      yield [choice, next.value];
    }
  }
}

function* deltasOf(chat: ChatAnswer, answer: Answer, choice: number): Generator<Delta> {
  const reasoning = answer.thinkingTokens;
  yield {
    delta: answer.calls.length > 0 ? '{"role":"assistant","content":null}' : OPENING,
    generated: reasoning > 0 ? reasoningOf(reasoning) : undefined,
  };
  for (const [index, call] of answer.calls.entries()) yield* callDeltas(chat.id, choice, index, call);
  if (answer.text !== '') {
    let first = true;
    for (const { text, tokens } of piecesOf(answer.text, answer.textTokens, answer.chunks)) {
      const spokenTokens = chat.request.speaks ? tokens : 0;
      const delta = chat.request.speaks
        ? JSON.stringify({
            audio: { ...(first ? { id: `audio_${choice}` } : {}), transcript: text, data: spoken(text) },
          })
        : `{"content":${JSON.stringify(text)}}`;
      first = false;
      yield { delta, generated: { output: tokens, reasoning: 0, audioOutput: spokenTokens } };
    }
  }
  yield { delta: '{}', generated: undefined, finish: finishReason(answer) };
}

const OPENING = '{"role":"assistant","content":"","refusal":null}';

/** A call: first its id and name, then its arguments in pieces. */
function* callDeltas(
  id: string,
  choice: number,
  index: number,
  call: Answer['calls'][number],
): Generator<Delta> {
  const opening = {
    index,
    id: toolCallId(id, choice, index),
    type: 'function',
    function: { name: call.name, arguments: '' },
  };
  yield { delta: JSON.stringify({ tool_calls: [opening] }), generated: undefined };
  for (const { text, tokens } of piecesOf(call.json, call.tokens, 3)) {
    yield {
      delta: JSON.stringify({ tool_calls: [{ index, function: { arguments: text } }] }),
      generated: outputOf(tokens),
    };
  }
}
