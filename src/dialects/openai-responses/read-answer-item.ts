import type {
  AssistantPart,
  ImagePart,
  ReasoningPart,
  ToolCallPart,
  VendorPart,
} from '../../canonical/index.ts';
import { CannotCarryError } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import { type Fields, requireText, takeList, takeText } from '../fields.ts';
import { itemToolCalledBy } from './item-tools.ts';
import { type ContentPart, readContent } from './read-content.ts';
import { readState } from './reasoning-state.ts';
import { DIALECT, flatName } from './tool-names.ts';

/**
 * Items of tools that OpenAI runs, or that are called in ways no other dialect knows (openai-node,
 * `ResponseItem`). They mean something there alone.
 */
const VENDOR_ITEMS: ReadonlySet<string> = new Set([
  'apply_patch_call',
  'apply_patch_call_output',
  'code_interpreter_call',
  'computer_call',
  'computer_call_output',
  'file_search_call',
  'mcp_approval_request',
  'mcp_approval_response',
  'mcp_call',
  'mcp_list_tools',
  'program',
  'program_output',
  'shell_call',
  'shell_call_output',
]);

/**
 * The parts of an item that a model made: the same in answers and in what clients give back. Null for
 * items of other types.
 * @throws {Refusal} `invalid_request` for a malformed item; {CannotCarryError} for content of an unknown type.
 */
export function readAnswerItem(type: string, item: Fields, raw: JsonObject): readonly AssistantPart[] | null {
  switch (type) {
    case 'message':
      return readContent(item, 'content').map(asAnswered);
    case 'reasoning':
      return readReasoning(item);
    case 'function_call':
      return [readCall(item, 'function', takeText(item, 'arguments') ?? '')];
    case 'custom_tool_call':
      return [readCall(item, 'custom', takeText(item, 'input') ?? '')];
    case 'image_generation_call':
      return readPicture(item);
    default:
      return VENDOR_ITEMS.has(type) ? [vendorPart(type, item)] : readItemCall(type, item, raw);
  }
}

/** @throws {CannotCarryError} for what only a user can say. */
function asAnswered(part: ContentPart): AssistantPart {
  if (part.type === 'document') {
    throw new CannotCarryError({ at: part.at }, 'is a file in an answer');
  }
  return part;
}

/** Thinking, unless the item says nothing at all. Open models show it whole, OpenAI's as a summary. */
function readReasoning(item: Fields): readonly ReasoningPart[] {
  const summary = textsOf(takeList(item, 'summary'));
  const text = summary === '' ? textsOf(takeList(item, 'content')) : summary;
  const encrypted = takeText(item, 'encrypted_content') ?? '';
  const state = encrypted === '' ? { signature: null, isRedacted: false } : readState(encrypted);
  return text === '' && state.signature === null
    ? []
    : [{ type: 'reasoning', at: item.path, text, ...state }];
}

function textsOf(parts: readonly Fields[]): string {
  return parts.map((part) => takeText(part, 'text') ?? '').join('\n\n');
}

function readCall(item: Fields, kind: ToolCallPart['kind'], input: string): ToolCallPart {
  return {
    type: 'tool-call',
    at: item.path,
    id: requireText(item, 'call_id'),
    name: flatName(takeText(item, 'namespace'), requireText(item, 'name')),
    kind,
    input: kind === 'function' && input.trim() === '' ? '{}' : input,
    signature: null,
  };
}

function readItemCall(type: string, item: Fields, raw: JsonObject): readonly ToolCallPart[] | null {
  const [name, tool] = itemToolCalledBy(type) ?? [];
  const id = takeText(item, 'call_id') ?? takeText(item, 'id');
  if (name === undefined || tool === undefined || id === null || takeText(item, 'execution') === 'server') {
    return null;
  }
  const input = JSON.stringify(tool.readCall(raw));
  return [{ type: 'tool-call', at: item.path, id, name, kind: 'function', input, signature: null }];
}

function readPicture(item: Fields): readonly ImagePart[] {
  const base64 = takeText(item, 'result');
  const mediaType = `image/${takeText(item, 'output_format') ?? 'png'}`;
  const place = { at: item.path, detail: null, cacheMark: null, signature: null };
  return base64 === null ? [] : [{ type: 'image', ...place, source: { type: 'data', mediaType, base64 } }];
}

function vendorPart(name: string, item: Fields): VendorPart {
  return { type: 'vendor', at: item.path, dialect: DIALECT, name };
}
