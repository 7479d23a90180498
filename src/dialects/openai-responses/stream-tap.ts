import type { Measured } from '../../canonical/usage.ts';
import { parseObject, putCost } from '../cost-splice.ts';
import { createDeliveryCount } from '../delivery-count.ts';
import type { FrameVerdict, StreamTap, StreamTapOptions } from '../dialect.ts';
import { sayNothing } from '../frame-text.ts';
import { containerEnd } from '../json-walk.ts';
import { type EventPayload, openFrame } from '../sse-payload.ts';
import { createResponsesFrameReader, type ResponsesFrame } from './frame-reading.ts';
import { responsesStreamError } from './stream-error.ts';
import { responsesUsage } from './usage.ts';

/** Sound in base64 is no text: it is counted by the upstream alone. */
const AUDIO_DELTA = 'response.audio.delta';

/** The tap of a Responses stream: exactly one terminal event ends it and carries the usage. */
export function createResponsesStreamTap(options: StreamTapOptions): StreamTap {
  const readFrame = createResponsesFrameReader();
  const delivered = createDeliveryCount();
  let responseId: string | null = null;
  let lastSequenceNumber = -1;
  let measured: Measured | null = null;
  let rewritten: Buffer | null = null;
  let isComplete = false;
  let hasFailed = false;

  function read(frame: Buffer): FrameVerdict {
    rewritten = null;
    if (isComplete) {
      return 'hide';
    }
    const payload = openFrame(frame);
    if (typeof payload === 'string') {
      return payload;
    }
    const found = readFrame(payload);
    lastSequenceNumber = Math.max(lastSequenceNumber, found.sequenceNumber);
    if (found.deltaBytes > 0 && found.type !== AUDIO_DELTA) {
      delivered.addFrame(found.deltaBytes);
    }
    return judge(payload, found);
  }

  function judge(payload: EventPayload, found: ResponsesFrame): FrameVerdict {
    switch (found.type) {
      case 'response.created':
        responseId = found.objectId;
        return 'pass';
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        hasFailed ||= found.type === 'response.failed';
        isComplete = true;
        readUsage(payload, found);
        return 'last';
      case 'error':
        hasFailed = true;
        return 'hold';
      default:
        return 'pass';
    }
  }

  function readUsage(payload: EventPayload, found: ResponsesFrame): void {
    if (found.usageStart === -1) {
      return;
    }
    const end = containerEnd(payload.bytes, found.usageStart, payload.end);
    const usage = parseObject(payload.bytes, found.usageStart, end);
    measured = usage === null ? null : responsesUsage.measure(usage, found.serviceTier);
    if (measured !== null) {
      rewritten = putCost(payload.bytes, found.usageStart, options.costOf(measured));
    }
  }

  return {
    read,
    rewrite: (frame) => rewritten ?? frame,
    measured: () => measured,
    deliveredOutputTokens: delivered.tokens,
    isComplete: () => isComplete,
    hasFailed: () => hasFailed,
    close: sayNothing,
    errorFrame: (refusal, requestId) =>
      responsesStreamError(refusal, { responseId, requestId, sequenceNumber: lastSequenceNumber + 1 }),
  };
}
