import { type Answer, makeAnswer } from '../answer.ts';
import { asList, asObject, asText } from '../json-shape.ts';
import { piecesOf } from '../pieces.ts';
import { bareFrame, bodyOf, type Call, type Frame, outputOf, Refusal, type Reply } from '../platform.ts';
import { noTokens, tokensOf } from '../tokens.ts';
import { readCount, requireModel } from './request-fields.ts';

/** How long an answer is when nobody says. */
const USUAL_TOKENS = 16;

/** `POST /completions`, which came before Chat. */
export function answerCompletions(call: Call): Reply {
  const body = bodyOf(call);
  const model = requireModel(body);
  const prompts = (Array.isArray(body.prompt) ? body.prompt : [body.prompt]).map((prompt) => asText(prompt));
  if (prompts.some((prompt) => prompt === undefined)) throw new Refusal(400, 'prompt must be text', 'prompt');
  const maxTokens = readCount(body, 'max_tokens', 1) ?? USUAL_TOKENS;
  const each = readCount(body, 'n', 1) ?? 1;
  const answers = prompts.flatMap((prompt = '') =>
    Array.from({ length: each }, (_, choice) =>
      makeAnswer({
        ...{ prompt, maxTokens, choice, pace: call.pace, tools: [], toolChoice: { mode: 'none' } },
        ...{
          afterToolResult: false,
          thinkingTokens: 0,
          stop: asList(body.stop).filter((s) => typeof s === 'string'),
        },
      }),
    ),
  );
  const input = prompts.reduce((sum, prompt = '') => sum + tokensOf(prompt), 0);
  const output = answers.reduce((sum, answer) => sum + answer.textTokens, 0);
  const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
  const common = {
    id: `cmpl-${call.requestId}`,
    object: 'text_completion',
    created: Math.floor(call.atMs / 1000),
    model,
  };
  const charge = { kind: 'completions', model, prompt: { ...noTokens(), input } };
  if (body.stream === true) {
    const wantsUsage = asObject(body.stream_options)?.include_usage === true && !call.omitUsage;
    const frames = completionFrames(common, answers, wantsUsage ? usage : undefined);
    return { type: 'stream', status: 200, contentType: 'text/event-stream; charset=utf-8', frames, charge };
  }
  const choices = answers.map((answer, index) => choiceOf(index, answer.text, finishReason(answer)));
  const text = JSON.stringify({ ...common, choices, usage: call.omitUsage ? undefined : usage });
  return { type: 'whole', status: 200, body: text, charge, generated: outputOf(output) };
}

function* completionFrames(
  common: object,
  answers: readonly Answer[],
  usage: object | undefined,
): Generator<Frame> {
  const frame = (rest: object): string => `data: ${JSON.stringify({ ...common, ...rest })}\n\n`;
  for (const [index, answer] of answers.entries()) {
    for (const { text, tokens } of piecesOf(answer.text, answer.textTokens, answer.chunks)) {
      yield { text: frame({ choices: [choiceOf(index, text, null)] }), generated: outputOf(tokens) };
    }
    yield bareFrame(frame({ choices: [choiceOf(index, '', finishReason(answer))] }));
  }
  if (usage !== undefined) yield bareFrame(frame({ choices: [], usage }));
  yield bareFrame('data: [DONE]\n\n');
}

function choiceOf(index: number, text: string, finish: string | null): object {
  return { index, text, logprobs: null, finish_reason: finish };
}

function finishReason({ finish }: Answer): string {
  return finish === 'length' ? 'length' : 'stop';
}
