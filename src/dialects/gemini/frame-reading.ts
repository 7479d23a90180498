import { containerEnd, createKeySet, jsonTextBytes, walkJson } from '../json-walk.ts';

/** What one pass over a response of a Gemini stream finds. Positions are -1 where there is nothing. */
export interface GeminiFrame {
  /** Bytes of text, thoughts, code and arguments delivered. */
  textBytes: number;
  usageStart: number;
  hasError: boolean;
  hasFinishReason: boolean;
  /** The largest index of a candidate; 0 where none is written, since zero is left out. */
  candidateIndex: number;
  /** Whether the prompt was blocked; then there are no candidates and nothing follows. */
  isBlocked: boolean;
}

const KEYS = [
  'usageMetadata',
  'error',
  'finishReason',
  'index',
  'blockReason',
  'text',
  'code',
  'output',
  'args',
] as const;
const KEY_SET = createKeySet(KEYS);
const OPEN_BRACE = 0x7b;
/** Depths of members: of the response, of its prompt feedback, of a candidate, of a part. */
const TOP = 1;
const FEEDBACK = 2;
const CANDIDATE = 3;
const PART = 6;

/** A reader of responses; it reuses what it returns, because it runs for every frame of every stream. */
export function createGeminiFrameReader(): (bytes: Buffer, start: number, end: number) => GeminiFrame {
  const found: GeminiFrame = {
    textBytes: 0,
    usageStart: -1,
    hasError: false,
    hasFinishReason: false,
    candidateIndex: 0,
    isBlocked: false,
  };
  let bytes: Buffer = Buffer.alloc(0);
  let limit = 0;

  function visit(key: number, depth: number, _keyStart: number, valueStart: number, stringEnd: number): void {
    const isObject = bytes[valueStart] === OPEN_BRACE;
    switch (KEYS[key]) {
      case 'usageMetadata':
        found.usageStart = depth === TOP && isObject ? valueStart : found.usageStart;
        break;
      case 'error':
        found.hasError ||= depth === TOP && isObject;
        break;
      case 'finishReason':
        found.hasFinishReason ||= depth === CANDIDATE && stringEnd - valueStart > 2;
        break;
      case 'index':
        if (depth === CANDIDATE) {
          found.candidateIndex = Math.max(found.candidateIndex, digitAt(bytes, valueStart));
        }
        break;
      case 'blockReason':
        found.isBlocked ||= depth === FEEDBACK && stringEnd !== -1;
        break;
      case 'args':
        found.textBytes += depth > PART && isObject ? containerEnd(bytes, valueStart, limit) - valueStart : 0;
        break;
      default:
        found.textBytes +=
          depth >= PART && stringEnd !== -1 ? jsonTextBytes(bytes, valueStart, stringEnd) : 0;
    }
  }

  return (frameBytes, start, end) => {
    bytes = frameBytes;
    limit = end;
    found.textBytes = 0;
    found.usageStart = -1;
    found.hasError = false;
    found.hasFinishReason = false;
    found.candidateIndex = 0;
    found.isBlocked = false;
    walkJson(bytes, start, end, KEY_SET, visit);
    return found;
  };
}

function digitAt(bytes: Buffer, at: number): number {
  const byte = bytes[at] ?? 0;
  return byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : 0;
}
