import { parseObject, putCost } from '../cost-splice.ts';
import { createDeliveryCount } from '../delivery-count.ts';
import type { FrameVerdict, StreamTap, StreamTapOptions } from '../dialect.ts';
import { sayNothing } from '../frame-text.ts';
import { createKeySet, jsonTextBytes, walkJson } from '../json-walk.ts';
import { type EventPayload, isDoneMark, openFrame } from '../sse-payload.ts';
import { readDetails } from '../usage-counts.ts';
import { messagesStreamError } from './stream-error.ts';
import { measureCounts, noMessagesCounts, overwriteCounts, overwriteEarlyCounts } from './usage.ts';

const KEY_SET = createKeySet(['type', 'usage', 'text', 'thinking', 'partial_json', 'name']);
const TYPE = 0;
const USAGE = 1;
/** Members of the delta or of the block an event carries. */
const NESTED = 2;

/** The tap of a Messages stream. */
export function createMessagesStreamTap(options: StreamTapOptions): StreamTap {
  const delivered = createDeliveryCount();
  const counts = noMessagesCounts();
  let rewritten: Buffer | null = null;
  let isComplete = false;
  let hasFailed = false;
  // What the last walk found; kept here, because it runs for every event of every stream.
  let bytes: Buffer = Buffer.alloc(0);
  let type = '';
  let textBytes = 0;
  let usageStart = -1;

  function visit(key: number, depth: number, _keyStart: number, valueStart: number, stringEnd: number): void {
    if (key === TYPE) {
      type = depth === 1 && stringEnd !== -1 ? bytes.toString('latin1', valueStart + 1, stringEnd - 1) : type;
    } else if (key === USAGE) {
      usageStart = depth === 1 && bytes[valueStart] === 0x7b ? valueStart : usageStart;
    } else if (depth === NESTED && stringEnd !== -1) {
      textBytes += jsonTextBytes(bytes, valueStart, stringEnd);
    }
  }

  function read(frame: Buffer): FrameVerdict {
    rewritten = null;
    if (isComplete) {
      return 'hide';
    }
    const payload = openFrame(frame);
    if (typeof payload === 'string') {
      return payload;
    }
    bytes = payload.bytes;
    type = '';
    textBytes = 0;
    usageStart = -1;
    walkJson(bytes, payload.start, payload.end, KEY_SET, visit);
    const verdict = judge(payload);
    if (!payload.hasEventLine && type !== '') {
      nameEvent(payload);
    }
    return verdict;
  }

  function judge(payload: EventPayload): FrameVerdict {
    switch (type) {
      case 'content_block_delta':
      case 'content_block_start':
        delivered.addFrame(textBytes);
        return 'pass';
      case 'message_start':
        overwriteEarlyCounts(counts, readDetails(readDetails(parsed(payload), 'message'), 'usage'));
        return 'pass';
      case 'message_delta':
        readDelta(payload);
        return 'pass';
      case 'message_stop':
        isComplete = !hasFailed;
        return hasFailed ? 'hide' : 'last';
      case 'error':
        hasFailed = true;
        return 'hold';
      default:
        // Some compatible upstreams end with OpenAI's mark, which no client of this dialect knows.
        return type === '' && isDoneMark(payload) ? 'hide' : 'pass';
    }
  }

  function readDelta(payload: EventPayload): void {
    overwriteCounts(counts, readDetails(parsed(payload), 'usage'));
    const measured = measureCounts(counts);
    if (measured !== null && usageStart !== -1) {
      rewritten = putCost(payload.bytes, usageStart, options.costOf(measured));
    }
  }

  /** Clients dispatch by the `event:` line and drop events without one (anthropic-sdk-typescript). */
  function nameEvent(payload: EventPayload): void {
    rewritten = Buffer.concat([Buffer.from(`event: ${type}\n`), rewritten ?? payload.bytes]);
  }

  return {
    read,
    rewrite: (frame) => rewritten ?? frame,
    measured: () => measureCounts(counts),
    deliveredOutputTokens: delivered.tokens,
    isComplete: () => isComplete,
    hasFailed: () => hasFailed,
    close: sayNothing,
    errorFrame: messagesStreamError,
  };
}

function parsed(payload: EventPayload): Readonly<Record<string, unknown>> {
  return parseObject(payload.bytes, payload.start, payload.end) ?? {};
}
