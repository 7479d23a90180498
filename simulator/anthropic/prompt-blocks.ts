import { asList, asObject, asText, type JsonObject } from '../json-shape.ts';
import { Refusal } from '../platform.ts';
import { TOKENS_PER_IMAGE, tokensOf } from '../tokens.ts';
import type { OfferedTool } from '../tool-arguments.ts';
import { markOf, type PromptBlock } from './cache-marks.ts';
import { requireOwnThinking } from './thinking.ts';

/** The tools of a request, and the blocks they count as. */
export function readTools(value: unknown): { tools: OfferedTool[]; blocks: PromptBlock[] } {
  const tools: OfferedTool[] = [];
  const blocks: PromptBlock[] = [];
  for (const entry of asList(value)) {
    const tool = asObject(entry) ?? {};
    const { cache_control: _mark, ...unmarked } = tool;
    const text = JSON.stringify(unmarked);
    blocks.push({ text, tokens: tokensOf(text), mark: markOf(tool) });
    const name = asText(tool.name);
    if (name !== undefined) tools.push({ name, schema: asObject(tool.input_schema) });
  }
  return { tools, blocks };
}

/** The blocks of `system` or of a message: a text alone is one block. */
export function toBlocks(content: unknown): PromptBlock[] {
  if (typeof content === 'string') return [{ text: content, tokens: tokensOf(content), mark: undefined }];
  return asList(content).map((entry) => blockOf(asObject(entry) ?? {}));
}

/** Adds the blocks of all messages, and finds the text that is answered. Throws `Refusal` 400 for bad ones. */
export function readConversation(messages: readonly unknown[], betas: string, blocks: PromptBlock[]) {
  let prompt = '';
  let endsWithToolResult = false;
  for (const [index, entry] of messages.entries()) {
    const message = asObject(entry) ?? {};
    const role = requireRole(message.role, index, betas);
    const content = message.content;
    requireOwnThinking(content, index);
    blocks.push(...toBlocks(content));
    if (role === 'user') prompt = textOf(content);
    if (role !== 'system') {
      endsWithToolResult = asList(content).some((part) => asObject(part)?.type === 'tool_result');
    }
  }
  return { prompt, endsWithToolResult };
}

function requireRole(role: unknown, index: number, betas: string): string {
  if (role === 'user' || role === 'assistant') return role;
  // Instructions between messages are a beta, so they need one in the header.
  if (role === 'system' && betas !== '') return role;
  const problem =
    role === 'system'
      ? 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.'
      : `messages.${index}.role: Input should be 'user' or 'assistant'`;
  throw new Refusal(400, problem);
}

function blockOf(block: JsonObject): PromptBlock {
  const mark = markOf(block);
  switch (block.type) {
    case 'image':
    case 'document':
      return { text: JSON.stringify(block.source ?? null), tokens: TOKENS_PER_IMAGE, mark };
    case 'tool_use': {
      const text = `${asText(block.name) ?? ''}${JSON.stringify(block.input ?? {})}`;
      return { text, tokens: tokensOf(text), mark };
    }
    case 'tool_result': {
      const text = textOf(block.content);
      return { text, tokens: tokensOf(text), mark };
    }
    default: {
      const text = asText(block.text) ?? asText(block.thinking) ?? '';
      return { text, tokens: tokensOf(text), mark };
    }
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return asList(content)
    .map((entry) => {
      const part = asObject(entry) ?? {};
      return part.type === 'tool_result' ? textOf(part.content) : (asText(part.text) ?? '');
    })
    .join('');
}
