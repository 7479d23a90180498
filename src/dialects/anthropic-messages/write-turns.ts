import type {
  AssistantPart,
  DocumentPart,
  ImagePart,
  TextPart,
  ToolResultPart,
  Turn,
  UserPart,
} from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { Block, MediaBlock, Message, TextBlock, ThinkingBlock, ToolResultBlock } from './blocks.ts';
import { callInput } from './call-input.ts';
import { DIALECT } from './dialect-name.ts';
import { upstreamToolName } from './tool-names.ts';
import { createToolUseIds, type ToolUseIds } from './tool-use-ids.ts';
import { writeDocument, writeImage, writeMark, writeText } from './write-media.ts';

/** The conversation as the API takes it: what stands before it, and turns of the two roles in alternation. */
export interface Conversation {
  readonly system: readonly TextBlock[];
  readonly messages: readonly Message[];
}

/**
 * Writes the turns. System turns at the beginning are `system`. Later ones become marked text of the user:
 * only some models take the role `system` between the others, only on Anthropic's own API and only in
 * some places, and moving the words to the beginning would change when they hold. Where there is nothing
 * but system turns, they are what the model shall answer to.
 * @throws {CannotCarryError} for sounds, pictures made by a model, files that were uploaded elsewhere.
 */
export function writeTurns(turns: readonly Turn[]): Conversation {
  const firstOther = turns.findIndex(({ role }) => role !== 'system');
  const leading = firstOther === -1 ? turns.length : firstOther;
  const system = turns.slice(0, leading).flatMap((turn) => systemBlocks(turn));
  const ids = createToolUseIds();
  const messages: Message[] = [];
  for (const turn of turns.slice(leading)) {
    addTurn(messages, turn.role === 'assistant' ? 'assistant' : 'user', blocksOf(turn, ids));
  }
  if (messages.length === 0 && system.length > 0) {
    return { system: [], messages: [{ role: 'user', content: system }] };
  }
  messages.forEach(orderResults);
  trimPrefill(messages);
  return { system, messages };
}

/** Neighbours of one role are one turn, so that the results of parallel calls stand together. */
function addTurn(messages: Message[], role: Message['role'], content: Block[]): void {
  const last = messages.at(-1);
  if (content.length === 0) {
    return;
  }
  if (last?.role === role) {
    last.content.push(...content);
  } else {
    messages.push({ role, content });
  }
}

/** Results come first in the turn after the calls; the API refuses anything before them. */
function orderResults(message: Message): void {
  const results = message.content.filter(({ type }) => type === 'tool_result');
  if (results.length > 0) {
    message.content = [...results, ...message.content.filter(({ type }) => type !== 'tool_result')];
  }
}

/** An answer that is begun for the model may not end in white space. */
function trimPrefill(messages: readonly Message[]): void {
  const last = messages.at(-1);
  const block = last?.content.at(-1);
  if (last?.role === 'assistant' && block?.type === 'text') {
    block.text = block.text.trimEnd();
  }
}

function systemBlocks({ parts }: Turn): TextBlock[] {
  return (parts as readonly TextPart[]).flatMap((part) => present(writeText(part.text, part.cacheMark)));
}

function blocksOf(turn: Turn, ids: ToolUseIds): Block[] {
  switch (turn.role) {
    case 'system':
      return systemBlocks(turn).map((block) => ({ ...block, text: asReminder(block.text) }));
    case 'user':
      return turn.parts.flatMap((part) => userBlocks(part, ids));
    case 'assistant':
      return turn.parts.flatMap((part) => assistantBlocks(part, ids));
  }
}

/** The mark that Claude Code puts around what it tells the model between the turns. */
function asReminder(text: string): string {
  return `<system-reminder>\n${text}\n</system-reminder>`;
}

function userBlocks(part: UserPart, ids: ToolUseIds): Block[] {
  switch (part.type) {
    case 'tool-result':
      return [resultBlock(part, ids)];
    case 'audio':
      throw new CannotCarryError({ at: part.at }, 'is a sound, which this model cannot take');
    // What another vendor's tools did stands in the text that the model wrote of it.
    case 'vendor':
      return [];
    default:
      return shownBlocks(part);
  }
}

/** What a user or a tool shows. */
function shownBlocks(part: TextPart | ImagePart | DocumentPart): (TextBlock | MediaBlock)[] {
  switch (part.type) {
    case 'text':
      return present(writeText(part.text, part.cacheMark));
    case 'image':
      return [writeImage(part)];
    case 'document':
      return [writeDocument(part)];
  }
}

function assistantBlocks(part: AssistantPart, ids: ToolUseIds): Block[] {
  switch (part.type) {
    case 'text':
      return present(writeText(part.text, part.cacheMark));
    case 'refusal':
      return present(writeText(part.text, null));
    case 'reasoning':
      return present(thinkingBlock(part));
    case 'tool-call':
      return [
        {
          type: 'tool_use',
          id: ids.ofCall(part.id),
          name: upstreamToolName(part.name),
          input: callInput(part),
        },
      ];
    case 'image':
    case 'audio':
      throw new CannotCarryError({ at: part.at }, `is ${part.type} of a model, which this model cannot take`);
    case 'vendor':
      return [];
  }
}

/** Thinking goes back to the dialect that signed it and to no other. */
function thinkingBlock(part: Extract<AssistantPart, { readonly type: 'reasoning' }>): ThinkingBlock | null {
  const { text, signature, isRedacted } = part;
  if (signature?.dialect !== DIALECT) {
    return null;
  }
  return isRedacted
    ? { type: 'redacted_thinking', data: signature.value }
    : { type: 'thinking', thinking: text, signature: signature.value };
}

function resultBlock(part: ToolResultPart, ids: ToolUseIds): ToolResultBlock {
  const content = part.content.flatMap(shownBlocks);
  return {
    type: 'tool_result',
    tool_use_id: ids.ofResult(part.callId),
    ...(content.length === 0 ? {} : { content }),
    ...(part.isError ? { is_error: true as const } : {}),
    ...writeMark(part.cacheMark),
  };
}

function present<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}
