import type { ToolChoice } from '../answer.ts';
import { asList, asObject, asText, type JsonObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import type { OfferedTool } from '../tool-arguments.ts';
import {
  addSegment,
  type Conversation,
  emptyConversation,
  readContent,
  readCount,
  readToolChoice,
  reasoningTokens,
  requireModel,
  requireRole,
  servedTier,
} from './request-fields.ts';

/** A Chat Completions request, read as far as the simulator answers it. */
export type ChatRequest = {
  readonly model: string;
  readonly conversation: Conversation;
  readonly choices: number;
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly speaks: boolean;
  readonly reasoningTokens: number;
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: ToolChoice;
  readonly serviceTier: string | undefined;
};

const ROLES = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];

/** Reads a request. Throws `Refusal` 400 for what OpenAI refuses. */
export function readChatRequest(body: JsonObject): ChatRequest {
  const model = requireModel(body);
  const messages = asList(body.messages);
  if (messages.length === 0) {
    throw new Refusal(
      400,
      "Missing required parameter: 'messages'.",
      'messages',
      'missing_required_parameter',
    );
  }
  const conversation = emptyConversation();
  const tools = readTools(body, conversation);
  for (const [index, message] of messages.entries()) addMessage(conversation, message, index);
  const stop = body.stop;
  return {
    model,
    conversation,
    choices: Math.min(readCount(body, 'n', 1) ?? 1, 128),
    maxTokens: readCount(body, 'max_completion_tokens', 1) ?? readCount(body, 'max_tokens', 1),
    stop: (Array.isArray(stop) ? stop : [stop]).filter((entry) => typeof entry === 'string'),
    stream: body.stream === true,
    includeUsage: asObject(body.stream_options)?.include_usage === true,
    speaks: asList(body.modalities).includes('audio'),
    reasoningTokens: reasoningTokens(body.reasoning_effort),
    tools,
    toolChoice: readToolChoice(body.tool_choice),
    serviceTier: servedTier(body.service_tier),
  };
}

function readTools(body: JsonObject, conversation: Conversation): OfferedTool[] {
  const tools: OfferedTool[] = [];
  for (const entry of asList(body.tools)) {
    addSegment(conversation, JSON.stringify(entry));
    const definition = asObject(asObject(entry)?.function);
    const name = asText(definition?.name);
    if (name !== undefined) tools.push({ name, schema: asObject(definition?.parameters) });
  }
  return tools;
}

function addMessage(conversation: Conversation, entry: unknown, index: number): void {
  const message = asObject(entry) ?? {};
  const role = message.role;
  requireRole(role, ROLES, `messages[${index}].role`);
  const content = readContent(message.content);
  const calls = message.tool_calls === undefined ? '' : JSON.stringify(message.tool_calls);
  addSegment(conversation, content.text + calls, content.imageTokens);
  conversation.audioTokens += content.audioTokens;
  const isResult = role === 'tool' || role === 'function';
  if (role === 'user' || isResult) conversation.prompt = content.text;
  if (role !== 'system' && role !== 'developer') conversation.endsWithToolResult = isResult;
}
