import { type Answer, answerTokens, makeAnswer } from '../answer.ts';
import { bodyOf, type Call, freeReply, type Reply, type WholeReply } from '../platform.ts';
import type { Tokens } from '../tokens.ts';
import { countMarked } from './cache-marks.ts';
import { messagesFrames } from './messages-frames.ts';
import { type MessagesRequest, readCounted, readMessagesRequest } from './messages-request.ts';
import { signThinking } from './thinking.ts';

/** What the two forms of a message share. */
export type MessageDraft = {
  readonly id: string;
  readonly model: string;
  readonly answer: Answer;
  readonly hidesThinking: boolean;
  /** The usage with this many output tokens, thinking among them, or undefined when a fault leaves usage out. */
  readonly usage: (outputTokens: number, thinkingTokens: number) => object | undefined;
};

/** `POST /v1/messages`. */
export function answerMessages(call: Call, credential: string): Reply {
  const request = readMessagesRequest(bodyOf(call), String(call.headers['anthropic-beta'] ?? ''));
  const prompt = countMarked(call.promptCache, `anthropic ${credential} ${request.model}`, request.blocks);
  const answer = answerOf(call, request);
  const draft: MessageDraft = {
    id: `msg_${call.requestId}`,
    model: request.model,
    answer,
    hidesThinking: request.thinking.isOmitted,
    usage: (output, thinking) => (call.omitUsage ? undefined : usageOf(prompt, output, thinking)),
  };
  const headers = { 'request-id': call.requestId };
  const charge = { kind: 'messages', model: request.model, prompt };
  if (request.stream) {
    const frames = messagesFrames(draft);
    return {
      type: 'stream',
      status: 200,
      headers,
      contentType: 'text/event-stream; charset=utf-8',
      frames,
      charge,
    };
  }
  const output = answerTokens(answer);
  const generated = { output, reasoning: answer.thinkingTokens, audioOutput: 0 };
  const body = JSON.stringify(wholeMessage(draft));
  return { type: 'whole', status: 200, headers, body, charge, generated, chunks: answer.chunks };
}

/** `POST /v1/messages/count_tokens`, which is free. */
export function answerCountTokens(call: Call): WholeReply {
  const { blocks } = readCounted(bodyOf(call), String(call.headers['anthropic-beta'] ?? ''));
  const input_tokens = blocks.reduce((sum, block) => sum + block.tokens, 0);
  return { ...freeReply({ input_tokens }), headers: { 'request-id': call.requestId } };
}

/** The name of Anthropic's stop reason. */
export function stopReason(answer: Answer): string {
  switch (answer.finish) {
    case 'stop':
      return 'end_turn';
    case 'length':
      return 'max_tokens';
    case 'tools':
      return 'tool_use';
    case 'stop-sequence':
      return 'stop_sequence';
  }
}

/** The id of the n-th tool call of a message. */
export function toolUseId(messageId: string, index: number): string {
  return `toolu_${messageId.slice('msg_'.length)}_${index}`;
}

function answerOf(call: Call, request: MessagesRequest): Answer {
  return makeAnswer({
    prompt: request.prompt,
    tools: request.tools,
    toolChoice: request.toolChoice,
    afterToolResult: request.endsWithToolResult,
    maxTokens: request.maxTokens,
    thinkingTokens: request.thinking.tokens,
    stop: request.stop,
    choice: 0,
    pace: call.pace,
  });
}

/** Anthropic counts input without what the cache read and wrote, and output with the thinking. */
function usageOf(prompt: Tokens, outputTokens: number, thinkingTokens: number): object {
  return {
    input_tokens: prompt.input,
    cache_creation_input_tokens: prompt.cache_write_5m + prompt.cache_write_1h,
    cache_read_input_tokens: prompt.cache_read,
    cache_creation: {
      ephemeral_5m_input_tokens: prompt.cache_write_5m,
      ephemeral_1h_input_tokens: prompt.cache_write_1h,
    },
    output_tokens: outputTokens,
    ...(thinkingTokens > 0 ? { output_tokens_details: { thinking_tokens: thinkingTokens } } : {}),
    service_tier: 'standard',
  };
}

function wholeMessage({ id, model, answer, hidesThinking, usage }: MessageDraft): object {
  const content: object[] = [];
  if (answer.thinkingTokens > 0) {
    const thinking = hidesThinking ? '' : answer.thinking;
    content.push({ type: 'thinking', thinking, signature: signThinking(thinking) });
  }
  if (answer.text !== '') content.push({ type: 'text', text: answer.text });
  for (const [index, call] of answer.calls.entries()) {
    const input: unknown = JSON.parse(call.json);
    content.push({ type: 'tool_use', id: toolUseId(id, index), name: call.name, input });
  }
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: stopReason(answer),
    stop_sequence: answer.stopSequence ?? null,
    usage: usage(answerTokens(answer) + answer.thinkingTokens, answer.thinkingTokens),
  };
}
