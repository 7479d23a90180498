import { createKeySet, jsonTextBytes, walkJson } from '../json-walk.ts';
import type { EventPayload } from '../sse-payload.ts';

/** What one pass over a chunk of a chat stream finds. Positions are -1 where there is nothing. */
export interface ChatFrame {
  /** Bytes of text, reasoning and tool calls delivered. */
  textBytes: number;
  usageKeyStart: number;
  usageStart: number;
  hasError: boolean;
  hasFinishReason: boolean;
  /** The largest index of a choice in this chunk. */
  choiceIndex: number;
}

const KEYS = [
  'usage',
  'error',
  'finish_reason',
  'index',
  'content',
  'reasoning_content',
  'reasoning',
  'text',
  'refusal',
  'arguments',
  'input',
  'name',
] as const;

const KEY_SET = createKeySet(KEYS);
const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
/** Depths of members: of the chunk, of a choice, of its delta. */
const TOP = 1;
const CHOICE = 3;
const DELTA = 4;

/** A reader of chunks, of the old Completions too, whose text stands in the choice itself; it reuses what it returns, because it runs for every chunk of every stream. */
export function createChatFrameReader(): (payload: EventPayload) => ChatFrame {
  const found: ChatFrame = {
    textBytes: 0,
    usageKeyStart: -1,
    usageStart: -1,
    hasError: false,
    hasFinishReason: false,
    choiceIndex: -1,
  };
  let bytes: Buffer = Buffer.alloc(0);
  let reasoning = 0;
  let parts = 0;

  function visit(key: number, depth: number, keyStart: number, valueStart: number, stringEnd: number): void {
    if (stringEnd !== -1 && (depth >= DELTA || (depth === CHOICE && KEYS[key] === 'text'))) {
      addText(key, depth, jsonTextBytes(bytes, valueStart, stringEnd));
    } else if (depth === TOP && key === 0) {
      found.usageKeyStart = keyStart;
      found.usageStart = valueStart;
    } else if (depth === TOP && key === 1) {
      found.hasError = bytes[valueStart] === OPEN_BRACE || bytes[valueStart] === QUOTE;
    } else if (depth === CHOICE && key === 2) {
      // Some upstreams send an empty finish_reason where others send null.
      found.hasFinishReason ||= stringEnd - valueStart > 2;
    } else if (depth === CHOICE && key === 3) {
      found.choiceIndex = Math.max(found.choiceIndex, smallInteger(bytes, valueStart));
    }
  }

  /** Reasoning stands in one of several de-facto members, and some upstreams send it in two at once. */
  function addText(key: number, depth: number, length: number): void {
    const name = KEYS[key];
    if (name === 'reasoning_content' || name === 'reasoning') {
      reasoning = Math.max(reasoning, depth === DELTA ? length : 0);
    } else if (name === 'text') {
      parts += length;
    } else if (depth > DELTA || name === 'content' || name === 'refusal') {
      found.textBytes += length;
    }
  }

  return (payload) => {
    bytes = payload.bytes;
    reasoning = 0;
    parts = 0;
    found.textBytes = 0;
    found.usageKeyStart = -1;
    found.usageStart = -1;
    found.hasError = false;
    found.hasFinishReason = false;
    found.choiceIndex = -1;
    walkJson(bytes, payload.start, payload.end, KEY_SET, visit);
    found.textBytes += Math.max(reasoning, parts);
    return found;
  };
}

/** A number of at most three digits at `at`; 0 when there is none. */
function smallInteger(bytes: Buffer, at: number): number {
  let value = 0;
  for (let digit = 0; digit < 3; digit += 1) {
    const byte = bytes[at + digit] ?? 0;
    if (byte < 0x30 || byte > 0x39) {
      break;
    }
    value = value * 10 + byte - 0x30;
  }
  return value;
}
