import { type Answer, answerTokens, makeAnswer } from '../answer.ts';
import { bodyOf, type Call, type Reply } from '../platform.ts';
import { readAutomatically } from '../prompt-cache.ts';
import { noTokens, type Tokens } from '../tokens.ts';
import { chatFrames } from './chat-frames.ts';
import { type ChatRequest, readChatRequest } from './chat-request.ts';

/** What the two forms of a chat answer share. */
export type ChatAnswer = {
  readonly id: string;
  readonly created: number;
  readonly request: ChatRequest;
  readonly answers: readonly Answer[];
  readonly usage: object | undefined;
};

/** OpenAI documents that cached tokens come in steps of this many. */
const CACHE_STEP_TOKENS = 128;

/** `POST /chat/completions`. */
export function answerChat(call: Call, credential: string): Reply {
  const request = readChatRequest(bodyOf(call));
  const prompt = promptTokens(call, credential, request);
  const answers = Array.from({ length: request.choices }, (_, choice) => answerOf(call, request, choice));
  const generated = { output: 0, reasoning: 0, audioOutput: 0 };
  for (const answer of answers) {
    generated.output += answerTokens(answer);
    generated.reasoning += answer.thinkingTokens;
    if (request.speaks) generated.audioOutput += answer.textTokens;
  }
  const usage = call.omitUsage ? undefined : usageOf(prompt, generated);
  const shared = {
    id: `chatcmpl-${call.requestId}`,
    created: Math.floor(call.atMs / 1000),
    request,
    answers,
    usage,
  };
  const charge = { kind: 'chat', model: request.model, prompt };
  if (request.stream) {
    const frames = chatFrames(shared);
    return { type: 'stream', status: 200, contentType: 'text/event-stream; charset=utf-8', frames, charge };
  }
  const body = JSON.stringify(completion(shared));
  return { type: 'whole', status: 200, body, charge, generated, chunks: answers[0]?.chunks ?? 1 };
}

/** The name of OpenAI's finish reason. */
export function finishReason(answer: Answer): string {
  if (answer.finish === 'tools') return 'tool_calls';
  return answer.finish === 'length' ? 'length' : 'stop';
}

/** The id of the n-th tool call of a request. */
export function toolCallId(id: string, choice: number, index: number): string {
  return `call_${id.slice('chatcmpl-'.length)}_${choice}_${index}`;
}

/** Sound for a text: as the simulator cannot speak, the bytes of the text in base64. */
export function spoken(text: string): string {
  return Buffer.from(text).toString('base64');
}

function answerOf(call: Call, request: ChatRequest, choice: number): Answer {
  const limit = request.maxTokens;
  return makeAnswer({
    prompt: request.conversation.prompt,
    tools: request.tools,
    toolChoice: request.toolChoice,
    afterToolResult: request.conversation.endsWithToolResult,
    // Speech counts each token of the transcript a second time, as sound.
    maxTokens: limit === undefined || !request.speaks ? limit : Math.max(1, Math.floor(limit / 2)),
    thinkingTokens: request.reasoningTokens,
    stop: request.stop,
    choice,
    pace: call.pace,
  });
}

function promptTokens(call: Call, credential: string, request: ChatRequest): Tokens {
  const { segments, textTokens, audioTokens } = request.conversation;
  const scope = `openai ${credential} ${request.model}`;
  const cached = readAutomatically(call.promptCache, scope, segments, CACHE_STEP_TOKENS);
  return { ...noTokens(), input: textTokens - cached, cache_read: cached, audio_input: audioTokens };
}

function usageOf(prompt: Tokens, generated: { output: number; reasoning: number; audioOutput: number }) {
  const promptTokens = prompt.input + prompt.cache_read + prompt.audio_input;
  const completionTokens = generated.output + generated.reasoning + generated.audioOutput;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: prompt.cache_read, audio_tokens: prompt.audio_input },
    completion_tokens_details: {
      reasoning_tokens: generated.reasoning,
      audio_tokens: generated.audioOutput,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function completion({ id, created, request, answers, usage }: ChatAnswer) {
  return {
    id,
    object: 'chat.completion',
    created,
    model: request.model,
    choices: answers.map((answer, index) => ({
      index,
      message: messageOf(id, created, answer, index, request.speaks),
      logprobs: null,
      finish_reason: finishReason(answer),
    })),
    usage,
    service_tier: request.serviceTier,
    system_fingerprint: 'fp_simulator',
  };
}

function messageOf(id: string, created: number, answer: Answer, choice: number, speaks: boolean) {
  const message = {
    role: 'assistant',
    content: answer.text as string | null,
    refusal: null,
    annotations: [],
  };
  if (answer.calls.length > 0) {
    const calls = answer.calls.map((call, index) => ({
      id: toolCallId(id, choice, index),
      type: 'function',
      function: { name: call.name, arguments: call.json },
    }));
    return { ...message, content: null, tool_calls: calls };
  }
  if (!speaks) return message;
  const transcript = answer.text;
  const audio = { id: `audio_${choice}`, data: spoken(transcript), expires_at: created + 3600, transcript };
  return { ...message, content: null, audio };
}
