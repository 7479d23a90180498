import type { Answer } from '../answer.ts';
import { piecesOf } from '../pieces.ts';
import { bareFrame, type Frame, type Generated, reasoningOf } from '../platform.ts';
import { callPart, candidateOf, finishReason, type GenerationDraft } from './generate.ts';
import { isClaude, signThought } from './own-signatures.ts';

/** A response of the stream and what it adds. */
type Step = { readonly json: string; readonly generated: Generated };

/** The stream as events: `data:` alone, no event names and no mark at the end. */
export function* eventFrames(draft: GenerationDraft): Generator<Frame> {
  for (const { json, generated } of stepsOf(draft)) yield { text: `data: ${json}\r\n\r\n`, generated };
}

/** The stream as one JSON array. */
export function* arrayFrames(draft: GenerationDraft): Generator<Frame> {
  let before = '[';
  for (const { json, generated } of stepsOf(draft)) {
    yield { text: before + json, generated };
    before = ',\r\n';
  }
  yield bareFrame(']');
}

/** Every response has the usage up to its own content; the last of a candidate has the finish reason. */
function* stepsOf(draft: GenerationDraft): Generator<Step> {
  let output = 0;
  let reasoning = 0;
  for (const [index, answer] of draft.answers.entries()) {
    for (const { parts, isLast, generated } of candidateSteps(draft, answer)) {
      output += generated.output;
      reasoning += generated.reasoning;
      const response = {
        candidates: [candidateOf(index, parts, isLast ? finishReason(answer) : undefined)],
        usageMetadata: draft.usage(output, reasoning),
        modelVersion: draft.model,
        responseId: draft.responseId,
      };
      yield { json: JSON.stringify(response), generated };
    }
  }
}

type CandidateStep = { readonly parts: object[]; readonly isLast: boolean; readonly generated: Generated };

function* candidateSteps(draft: GenerationDraft, answer: Answer): Generator<CandidateStep> {
  // Thoughts that are not shown are counted with the first part that is.
  let unseen = answer.thinkingTokens;
  if (draft.showsThoughts && answer.thinking !== '') {
    const pieces = piecesOf(answer.thinking, answer.thinkingTokens, 4);
    for (const [nth, { text, tokens }] of pieces.entries()) {
      const isSigned = isClaude(draft.model) && nth === pieces.length - 1;
      const signed = isSigned ? { thoughtSignature: signThought(answer.thinking) } : {};
      yield { parts: [{ text, thought: true, ...signed }], isLast: false, generated: reasoningOf(tokens) };
    }
    unseen = 0;
  }
  const contents = [
    ...(answer.text === '' ? [] : piecesOf(answer.text, answer.textTokens, answer.chunks)).map(
      ({ text, tokens }) => ({ part: { text }, tokens }),
    ),
    ...answer.calls.map(({ tokens }, nth) => ({ part: callPart(draft, answer, nth), tokens })),
  ];
  if (contents.length === 0) contents.push({ part: { text: '' }, tokens: 0 });
  for (const [nth, { part, tokens }] of contents.entries()) {
    const generated = { output: tokens, reasoning: unseen, audioOutput: 0 };
    unseen = 0;
    yield { parts: [part], isLast: nth === contents.length - 1, generated };
  }
}
