import type { ToolChoice } from '../answer.ts';
import { asList, asNumber, asObject, asText, type JsonObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import type { OfferedTool } from '../tool-arguments.ts';
import type { PromptBlock } from './cache-marks.ts';
import { readConversation, readTools, toBlocks } from './prompt-blocks.ts';
import { readThinking, type Thinking } from './thinking.ts';

/** A Messages request, read as far as the simulator answers it. */
export type MessagesRequest = {
  readonly model: string;
  readonly blocks: readonly PromptBlock[];
  readonly prompt: string;
  readonly endsWithToolResult: boolean;
  readonly maxTokens: number;
  readonly stream: boolean;
  readonly stop: readonly string[];
  readonly thinking: Thinking;
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: ToolChoice;
};

/** Reads a request. Throws `Refusal` 400 for what Anthropic refuses. */
export function readMessagesRequest(body: JsonObject, betas: string): MessagesRequest {
  const counted = readCounted(body, betas);
  const maxTokens = asNumber(body.max_tokens);
  if (maxTokens === undefined) throw new Refusal(400, 'max_tokens: Field required');
  if (!Number.isInteger(maxTokens) || maxTokens < 1) {
    throw new Refusal(400, 'max_tokens: Input should be greater than or equal to 1');
  }
  return {
    ...counted,
    maxTokens,
    stream: body.stream === true,
    stop: asList(body.stop_sequences).filter((entry) => typeof entry === 'string'),
    thinking: readThinking(body.thinking, maxTokens),
    toolChoice: readToolChoice(body.tool_choice),
  };
}

/** The part of a request that is counted as its prompt; `count_tokens` asks for no more than this. */
export function readCounted(body: JsonObject, betas: string) {
  const model = asText(body.model);
  if (model === undefined || model === '') throw new Refusal(400, 'model: Field required');
  const messages = asList(body.messages);
  if (messages.length === 0) {
    const missing = body.messages === undefined;
    throw new Refusal(
      400,
      missing ? 'messages: Field required' : 'messages: at least one message is required',
    );
  }
  const { tools, blocks } = readTools(body.tools);
  blocks.push(...toBlocks(body.system));
  const { prompt, endsWithToolResult } = readConversation(messages, betas, blocks);
  return { model, tools, blocks, prompt, endsWithToolResult };
}

function readToolChoice(value: unknown): ToolChoice {
  const choice = asObject(value);
  const name = asText(choice?.name);
  if (choice?.type === 'tool' && name !== undefined) return { mode: 'one', name };
  if (choice?.type === 'none') return { mode: 'none' };
  return { mode: choice?.type === 'any' ? 'any' : 'auto' };
}
