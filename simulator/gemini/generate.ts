import { type Answer, answerTokens, makeAnswer } from '../answer.ts';
import { bodyOf, type Call, freeReply, type Reply, type WholeReply } from '../platform.ts';
import { readAutomatically } from '../prompt-cache.ts';
import { noTokens, type Tokens } from '../tokens.ts';
import { readContents } from './contents.ts';
import { arrayFrames, eventFrames } from './generate-frames.ts';
import { type GenerationSettings, readSettings } from './generate-request.ts';
import { isClaude, signCall, signThought } from './own-signatures.ts';

/** What the forms of a Gemini answer share. */
export type GenerationDraft = {
  readonly responseId: string;
  readonly model: string;
  readonly answers: readonly Answer[];
  readonly showsThoughts: boolean;
  /** The usage when so much was generated, or undefined when a fault leaves usage out. */
  readonly usage: (candidatesTokens: number, thoughtsTokens: number) => object | undefined;
};

/** `models/{model}:generateContent` and `:streamGenerateContent`, as events with `alt=sse`, else as an array. */
export function answerGenerate(call: Call, credential: string, model: string, streams: boolean): Reply {
  const body = bodyOf(call);
  const contents = readContents(body, model);
  const settings = readSettings(body);
  const { segments, textTokens, audioTokens } = contents;
  const cached = readAutomatically(call.promptCache, `gemini ${credential} ${model}`, segments, 1);
  const prompt = { ...noTokens(), input: textTokens - cached, cache_read: cached, audio_input: audioTokens };
  const answers = Array.from({ length: settings.candidates }, (_, choice) =>
    answerOf(call, contents, settings, choice),
  );
  const draft: GenerationDraft = {
    responseId: call.requestId,
    model,
    answers,
    showsThoughts: settings.showsThoughts,
    usage: (candidates, thoughts) => (call.omitUsage ? undefined : usageOf(prompt, candidates, thoughts)),
  };
  const charge = { kind: 'generate_content', model, prompt };
  if (streams) {
    const isSse = new URLSearchParams(call.query).get('alt') === 'sse';
    const contentType = isSse ? 'text/event-stream' : 'application/json; charset=UTF-8';
    const frames = isSse ? eventFrames(draft) : arrayFrames(draft);
    return { type: 'stream', status: 200, contentType, frames, charge };
  }
  const output = answers.reduce((sum, answer) => sum + answerTokens(answer), 0);
  const reasoning = answers.reduce((sum, answer) => sum + answer.thinkingTokens, 0);
  const generated = { output, reasoning, audioOutput: 0 };
  const text = JSON.stringify(wholeResponse(draft, output, reasoning));
  return { type: 'whole', status: 200, body: text, charge, generated, chunks: answers[0]?.chunks ?? 1 };
}

/** `models/{model}:countTokens`, which is free. */
export function answerCountTokens(call: Call, model: string): WholeReply {
  const body = bodyOf(call);
  const request = body.generateContentRequest;
  const contents = readContents(
    typeof request === 'object' && request !== null ? { ...request } : body,
    model,
  );
  return freeReply({ totalTokens: contents.textTokens + contents.audioTokens });
}

/** The part of a function call. Only the first call of an answer carries a signature, and none of Claude's. */
export function callPart({ responseId: id, model }: GenerationDraft, answer: Answer, index: number): object {
  const call = answer.calls[index];
  const args: unknown = JSON.parse(call?.json ?? '{}');
  const part = { functionCall: { id: `call_${id}_${index}`, name: call?.name, args } };
  return index === 0 && !isClaude(model) ? { ...part, thoughtSignature: signCall(call?.json ?? '{}') } : part;
}

/** The finish reason; Gemini says STOP when it calls functions too. */
export function finishReason(answer: Answer): string {
  return answer.finish === 'length' ? 'MAX_TOKENS' : 'STOP';
}

/** One candidate with these parts; the reason is there when it has ended. */
export function candidateOf(index: number, parts: readonly object[], finish?: string): object {
  const content = { parts, role: 'model' };
  return finish === undefined ? { content, index } : { content, finishReason: finish, index };
}

function answerOf(
  call: Call,
  contents: { prompt: string; endsWithToolResult: boolean },
  settings: GenerationSettings,
  choice: number,
): Answer {
  const { prompt, endsWithToolResult: afterToolResult } = contents;
  return makeAnswer({ ...settings, prompt, afterToolResult, choice, pace: call.pace });
}

function usageOf(prompt: Tokens, candidatesTokenCount: number, thoughtsTokenCount: number): object {
  const text = prompt.input + prompt.cache_read;
  const promptTokenCount = text + prompt.audio_input;
  const promptTokensDetails = [{ modality: 'TEXT', tokenCount: text }];
  if (prompt.audio_input > 0) promptTokensDetails.push({ modality: 'AUDIO', tokenCount: prompt.audio_input });
  return {
    promptTokenCount,
    ...(prompt.cache_read > 0 ? { cachedContentTokenCount: prompt.cache_read } : {}),
    candidatesTokenCount,
    totalTokenCount: promptTokenCount + candidatesTokenCount + thoughtsTokenCount,
    promptTokensDetails,
    ...(thoughtsTokenCount > 0 ? { thoughtsTokenCount } : {}),
  };
}

function wholeResponse(draft: GenerationDraft, output: number, reasoning: number): object {
  const candidates = draft.answers.map((answer, index) => {
    const parts: object[] = [];
    if (draft.showsThoughts && answer.thinking !== '') {
      const thoughtSignature = signThought(answer.thinking);
      parts.push({ text: answer.thinking, thought: true, thoughtSignature });
    }
    if (answer.text !== '') parts.push({ text: answer.text });
    for (const nth of answer.calls.keys()) parts.push(callPart(draft, answer, nth));
    return candidateOf(index, parts, finishReason(answer));
  });
  const { model: modelVersion, responseId } = draft;
  return { candidates, usageMetadata: draft.usage(output, reasoning), modelVersion, responseId };
}
