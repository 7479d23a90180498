import type { Measured } from '../../canonical/usage.ts';
import { removeMember } from '../../core/json-members.ts';
import { parseObject, putCost } from '../cost-splice.ts';
import { createDeliveryCount } from '../delivery-count.ts';
import type { FrameVerdict, StreamTap, StreamTapOptions } from '../dialect.ts';
import { isJsonObject } from '../field-checks.ts';
import { replaceBytes, sayNothing } from '../frame-text.ts';
import { containerEnd } from '../json-walk.ts';
import { type EventPayload, eventName, isDoneMark, openFrame } from '../sse-payload.ts';
import { readWord } from '../usage-counts.ts';
import { type ChatFrame, createChatFrameReader } from './frame-reading.ts';
import { chatStreamError } from './stream-error.ts';
import { chatUsage } from './usage.ts';

const NULL_LENGTH = 4;

/**
 * The tap of a chat stream. With `stream_options.include_usage` the upstream sends `"usage":null` in every
 * chunk and one chunk of usage alone before `[DONE]`; a client that did not ask sees neither.
 */
export function createChatStreamTap(options: StreamTapOptions): StreamTap {
  const readFrame = createChatFrameReader();
  const delivered = createDeliveryCount();
  const finished = new Set<number>();
  let choicesSeen = 0;
  let serviceTier: string | null = null;
  let measured: Measured | null = null;
  let rewritten: Buffer | null = null;
  let isDone = false;
  let hasFailed = false;

  function read(frame: Buffer): FrameVerdict {
    rewritten = null;
    const payload = openFrame(frame);
    if (isDone) {
      return 'hide';
    }
    if (typeof payload === 'string') {
      return payload;
    }
    if (isDoneMark(payload)) {
      isDone = true;
      return hasFailed ? 'hide' : 'last';
    }
    const found = readFrame(payload);
    delivered.addFrame(found.textBytes);
    choicesSeen = Math.max(choicesSeen, found.choiceIndex + 1);
    if (found.hasError || (payload.hasEventLine && eventName(frame) === 'error')) {
      hasFailed = true;
      return 'hold';
    }
    const hasUsage = found.usageStart !== -1 && payload.bytes[found.usageStart] === 0x7b;
    if (found.hasFinishReason || hasUsage) {
      return readEnding(payload, found, hasUsage);
    }
    if (found.usageStart !== -1 && !options.wantsUsage) {
      rewritten = withoutUsage(payload, found, found.usageStart + NULL_LENGTH);
    }
    return 'pass';
  }

  /** Chunks with a finish reason or a usage are few, so they may be parsed. */
  function readEnding(payload: EventPayload, found: ChatFrame, hasUsage: boolean): FrameVerdict {
    const chunk = parseObject(payload.bytes, payload.start, payload.end);
    const choices = Array.isArray(chunk?.choices) ? chunk.choices.filter(isJsonObject) : [];
    for (const choice of choices) {
      if (readWord(choice, 'finish_reason') !== null) {
        finished.add(typeof choice.index === 'number' ? choice.index : 0);
      }
    }
    serviceTier = (chunk === null ? null : readWord(chunk, 'service_tier')) ?? serviceTier;
    const usage = chunk?.usage;
    if (isJsonObject(usage)) {
      measured = chatUsage.measure(usage, serviceTier) ?? measured;
    }
    if (found.usageStart !== -1) {
      if (!options.wantsUsage) {
        rewritten = withoutUsage(payload, found, usageEnd(payload, found, hasUsage));
        return hasUsage && choices.length === 0 ? 'hide' : 'hold';
      }
      if (hasUsage && measured !== null) {
        rewritten = putCost(payload.bytes, found.usageStart, options.costOf(measured));
      }
    }
    return 'hold';
  }

  return {
    read,
    rewrite: (frame) => rewritten ?? frame,
    measured: () => measured,
    deliveredOutputTokens: delivered.tokens,
    isComplete: () => !hasFailed && (isDone || (choicesSeen > 0 && finished.size >= choicesSeen)),
    hasFailed: () => hasFailed,
    close: sayNothing,
    errorFrame: chatStreamError,
  };
}

function usageEnd(payload: EventPayload, found: ChatFrame, hasUsage: boolean): number {
  return hasUsage
    ? containerEnd(payload.bytes, found.usageStart, payload.end)
    : found.usageStart + NULL_LENGTH;
}

function withoutUsage(payload: EventPayload, found: ChatFrame, end: number): Buffer {
  const member = { keyStart: found.usageKeyStart, start: found.usageStart, end };
  const cut = removeMember(payload.bytes, member);
  return replaceBytes(payload.bytes, cut.start, cut.end, cut.text);
}
