import type { AssistantPart, TextPart, Turn, UserPart } from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import { type Fields, takeList, takeText } from '../fields.ts';
import { type AnyPart, readBlock } from './read-blocks.ts';
import { takeContent } from './read-text.ts';

/**
 * Reads `system`, a text or a list of texts. Each stays a part of its own: Claude Code keeps its
 * attribution in the first, and cache marks stand on single ones.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} when it holds more than text.
 */
export function readSystem(body: Fields, dropped: string[]): readonly Turn[] {
  const blocks = takeContent(body, 'system');
  return blocks.length === 0 ? [] : [{ role: 'system', parts: readTexts(blocks, dropped) }];
}

/**
 * Reads `messages`. A system turn may stand between the others (platform.claude.com/docs,
 * "Mid-conversation system messages").
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for blocks without a word.
 */
export function readMessages(body: Fields, dropped: string[]): readonly Turn[] {
  return takeList(body, 'messages').map((message): Turn => {
    const role = takeText(message, 'role');
    const blocks = takeContent(message, 'content');
    dropped.push(...message.untaken());
    switch (role) {
      case 'user':
        return { role, parts: blocks.flatMap((block) => readBlock(block, dropped).map(userPart)) };
      case 'assistant':
        return { role, parts: blocks.flatMap((block) => readBlock(block, dropped).map(assistantPart)) };
      case 'system':
        return { role, parts: readTexts(blocks, dropped) };
      default:
        throw invalidField(message.pathOf('role'), 'must be user, assistant or system');
    }
  });
}

function readTexts(blocks: readonly Fields[], dropped: string[]): readonly TextPart[] {
  return blocks.flatMap((block) =>
    readBlock(block, dropped).map((part) => {
      if (part.type !== 'text') {
        throw new CannotCarryError({ at: part.at }, 'is no text, which is all that a system turn may hold');
      }
      return part;
    }),
  );
}

function userPart(part: AnyPart): UserPart {
  if (part.type === 'reasoning' || part.type === 'tool-call') {
    throw invalidField(part.at, 'may stand in a turn of the assistant alone');
  }
  return part;
}

function assistantPart(part: AnyPart): AssistantPart {
  if (part.type === 'tool-result') {
    throw invalidField(part.at, 'may stand in a turn of the user alone');
  }
  if (part.type === 'document') {
    throw new CannotCarryError({ at: part.at }, 'is a document in a turn of the assistant');
  }
  return part;
}
