import type { ToolChoice } from '../answer.ts';
import { asList, asObject, asText, type JsonObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import { isSignedBy } from '../signature.ts';
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

/** A Responses request, read as far as the simulator answers it. */
export type ResponsesRequest = {
  readonly body: JsonObject;
  readonly model: string;
  readonly conversation: Conversation;
  readonly maxTokens: number | undefined;
  readonly stream: boolean;
  readonly reasoningTokens: number;
  readonly showsSummary: boolean;
  readonly encryptsReasoning: boolean;
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: ToolChoice;
  readonly serviceTier: string;
};

const ROLES = ['assistant', 'system', 'developer', 'user'];

/** Reads a request. Throws `Refusal` 400 for what OpenAI refuses. */
export function readResponsesRequest(body: JsonObject, credential: string): ResponsesRequest {
  const model = requireModel(body);
  const conversation = emptyConversation();
  const instructions = asText(body.instructions);
  if (instructions !== undefined) addSegment(conversation, instructions);
  const tools = readTools(body, conversation);
  readInput(body.input, conversation, credential);
  const reasoning = asObject(body.reasoning);
  return {
    body,
    model,
    conversation,
    maxTokens: readCount(body, 'max_output_tokens', 1),
    stream: body.stream === true,
    reasoningTokens: reasoning === undefined ? 0 : reasoningTokens(reasoning.effort ?? 'medium'),
    showsSummary: typeof reasoning?.summary === 'string',
    encryptsReasoning: asList(body.include).includes('reasoning.encrypted_content'),
    tools,
    toolChoice: readToolChoice(body.tool_choice),
    serviceTier: servedTier(body.service_tier) ?? 'default',
  };
}

/** The scope in which reasoning is sealed: OpenAI reads it back for the account that got it alone. */
export function reasoningScope(credential: string): string {
  return `openai reasoning ${credential}`;
}

function readTools(body: JsonObject, conversation: Conversation): OfferedTool[] {
  const tools: OfferedTool[] = [];
  for (const entry of asList(body.tools)) {
    addSegment(conversation, JSON.stringify(entry));
    const tool = asObject(entry);
    const name = asText(tool?.name);
    if (tool?.type === 'function' && name !== undefined) {
      tools.push({ name, schema: asObject(tool.parameters) });
    }
  }
  return tools;
}

function readInput(input: unknown, conversation: Conversation, credential: string): void {
  if (typeof input === 'string') {
    addSegment(conversation, input);
    conversation.prompt = input;
    return;
  }
  const items = asList(input);
  if (items.length === 0) {
    throw new Refusal(400, "Missing required parameter: 'input'.", 'input', 'missing_required_parameter');
  }
  for (const [index, item] of items.entries()) addItem(conversation, asObject(item) ?? {}, index, credential);
}

function addItem(conversation: Conversation, item: JsonObject, index: number, credential: string): void {
  const type = item.type ?? 'message';
  if (type === 'message') {
    const role = item.role;
    requireRole(role, ROLES, `input[${index}].role`);
    const content = readContent(item.content);
    addSegment(conversation, content.text, content.imageTokens);
    conversation.audioTokens += content.audioTokens;
    if (role === 'user') conversation.prompt = content.text;
    if (role === 'user' || role === 'assistant') conversation.endsWithToolResult = false;
  } else if (type === 'reasoning') {
    requireOwnReasoning(item, credential);
    addSegment(conversation, '');
  } else {
    const output = item.output;
    addSegment(conversation, asText(output) ?? JSON.stringify(item));
    conversation.endsWithToolResult = output !== undefined;
    if (output !== undefined) conversation.prompt = readContent(output).text;
  }
}

function requireOwnReasoning(item: JsonObject, credential: string): void {
  const sealed = item.encrypted_content;
  if (sealed === undefined || sealed === null) return;
  const [text, signature] = String(sealed).split('.');
  if (isSignedBy(reasoningScope(credential), text ?? '', signature)) return;
  const message =
    'The encrypted content could not be verified. Reason: Encrypted content could not be decrypted or parsed.';
  throw new Refusal(400, message, null, 'invalid_encrypted_content');
}
