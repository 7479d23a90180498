import type {
  DocumentPart,
  ImagePart,
  ReasoningPart,
  Signature,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  VendorPart,
} from '../../canonical/index.ts';
import { invalidField } from '../../core/refusal.ts';
import { CannotCarryError } from '../codec.ts';
import { type Fields, requireText, takeFlag, takeObject, takeText } from '../fields.ts';
import { fromClient } from '../translation/signature-envelope.ts';
import { DIALECT } from './dialect-name.ts';
import { readDocument, readImage, readSearchResult } from './read-media.ts';
import { plainText, readText, takeCacheMark, takeContent } from './read-text.ts';

/** What a content block may be in either role. */
export type AnyPart =
  | TextPart
  | ImagePart
  | DocumentPart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | VendorPart;

/** Calls and results of tools that Anthropic ran itself (anthropic-sdk-typescript, `ContentBlockParam`). */
const SERVER_TOOL_BLOCK = /^(server_tool_use|mcp_tool_use|mcp_tool_result|\w+_tool_result)$/;

/**
 * Reads one content block; a few kinds become several parts.
 * @throws {Refusal} `invalid_request` naming what is malformed; {CannotCarryError} for a kind of block that the
 *   middle has no word for.
 */
export function readBlock(block: Fields, dropped: string[]): readonly AnyPart[] {
  const type = requireText(block, 'type');
  const parts = readKnownBlock(type, block, dropped);
  // What a tool of Anthropic's gave is not read, and so not listed either.
  if (!SERVER_TOOL_BLOCK.test(type)) {
    dropped.push(...block.untaken());
  }
  return parts;
}

function readKnownBlock(type: string, block: Fields, dropped: string[]): readonly AnyPart[] {
  switch (type) {
    case 'text':
      return [readText(block)];
    case 'image':
      return [readImage(block)];
    case 'document':
      return readDocument(block);
    case 'search_result':
      return [readSearchResult(block)];
    case 'thinking':
      return [readThinking(block)];
    case 'redacted_thinking':
      return [readRedactedThinking(block)];
    case 'tool_use':
      return [readToolUse(block)];
    case 'tool_result':
      return [readToolResult(block, dropped)];
    default:
      if (SERVER_TOOL_BLOCK.test(type)) {
        return [{ type: 'vendor', at: block.path, dialect: DIALECT, name: type }];
      }
      throw new CannotCarryError({ at: block.path }, `is ${type}, which this model cannot take`);
  }
}

function readThinking(block: Fields): ReasoningPart {
  const signature = readSignature(takeText(block, 'signature'));
  return {
    type: 'reasoning',
    at: block.path,
    text: takeText(block, 'thinking') ?? '',
    signature,
    isRedacted: false,
  };
}

function readRedactedThinking(block: Fields): ReasoningPart {
  const signature = readSignature(takeText(block, 'data'));
  return { type: 'reasoning', at: block.path, text: '', signature, isRedacted: true };
}

function readSignature(text: string | null): Signature | null {
  return text === null || text === '' ? null : fromClient(text, DIALECT);
}

function readToolUse(block: Fields): ToolCallPart {
  // A mark on a call saves money and nothing else; the middle has no place for it.
  takeCacheMark(block);
  return {
    type: 'tool-call',
    at: block.path,
    id: requireText(block, 'id'),
    name: requireText(block, 'name'),
    kind: 'function',
    input: JSON.stringify(takeObject(block, 'input') ?? {}),
    signature: null,
  };
}

function readToolResult(block: Fields, dropped: string[]): ToolResultPart {
  const content = takeContent(block, 'content').flatMap((entry) => readResultBlock(entry, dropped));
  return {
    type: 'tool-result',
    at: block.path,
    callId: requireText(block, 'tool_use_id'),
    name: null,
    content,
    isError: takeFlag(block, 'is_error') ?? false,
    cacheMark: takeCacheMark(block),
  };
}

function readResultBlock(entry: Fields, dropped: string[]): readonly (TextPart | ImagePart | DocumentPart)[] {
  // The tools that a search for tools found are offered from the beginning; their names are what it gave.
  if (entry.take('type') === 'tool_reference') {
    takeCacheMark(entry);
    return [plainText(entry.path, requireText(entry, 'tool_name'))];
  }
  return readBlock(entry, dropped).map((part) => {
    if (part.type !== 'text' && part.type !== 'image' && part.type !== 'document') {
      throw invalidField(part.at, 'may not stand in the result of a tool');
    }
    return part;
  });
}
