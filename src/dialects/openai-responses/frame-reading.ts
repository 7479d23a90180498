import { createKeySet, jsonTextBytes, walkJson } from '../json-walk.ts';
import type { EventPayload } from '../sse-payload.ts';

/** What one pass over an event of a Responses stream finds. Positions are -1 where there is nothing. */
export interface ResponsesFrame {
  type: string;
  /** -1 when the event has none. */
  sequenceNumber: number;
  /** Bytes of the event's `delta`: text, reasoning, refusal, arguments. */
  deltaBytes: number;
  /** The id and the tier of the object the event carries: a response or an item. */
  objectId: string | null;
  serviceTier: string | null;
  usageStart: number;
}

const KEY_SET = createKeySet(['type', 'sequence_number', 'delta', 'usage', 'id', 'service_tier']);
const TYPE = 0;
const SEQUENCE_NUMBER = 1;
const DELTA = 2;
const USAGE = 3;
const ID = 4;
const SERVICE_TIER = 5;
const OPEN_BRACE = 0x7b;

/** A reader of events; it reuses what it returns, because it runs for every event of every stream. */
export function createResponsesFrameReader(): (payload: EventPayload) => ResponsesFrame {
  const found: ResponsesFrame = {
    type: '',
    sequenceNumber: -1,
    deltaBytes: 0,
    objectId: null,
    serviceTier: null,
    usageStart: -1,
  };
  let bytes: Buffer = Buffer.alloc(0);

  function text(valueStart: number, stringEnd: number): string {
    return bytes.toString('latin1', valueStart + 1, stringEnd - 1);
  }

  function visit(key: number, depth: number, _keyStart: number, valueStart: number, stringEnd: number): void {
    if (depth === 1) {
      if (key === TYPE && stringEnd !== -1) {
        found.type = text(valueStart, stringEnd);
      } else if (key === SEQUENCE_NUMBER) {
        found.sequenceNumber = integerAt(bytes, valueStart);
      } else if (key === DELTA && stringEnd !== -1) {
        found.deltaBytes = jsonTextBytes(bytes, valueStart, stringEnd);
      }
    } else if (depth === 2) {
      if (key === USAGE && bytes[valueStart] === OPEN_BRACE) {
        found.usageStart = valueStart;
      } else if (key === ID && stringEnd !== -1) {
        found.objectId = text(valueStart, stringEnd);
      } else if (key === SERVICE_TIER && stringEnd !== -1) {
        found.serviceTier = text(valueStart, stringEnd);
      }
    }
  }

  return (payload) => {
    bytes = payload.bytes;
    found.type = '';
    found.sequenceNumber = -1;
    found.deltaBytes = 0;
    found.objectId = null;
    found.serviceTier = null;
    found.usageStart = -1;
    walkJson(bytes, payload.start, payload.end, KEY_SET, visit);
    return found;
  };
}

function integerAt(bytes: Buffer, at: number): number {
  let value = -1;
  for (let next = at; next < at + 12; next += 1) {
    const byte = bytes[next] ?? 0;
    if (byte < 0x30 || byte > 0x39) {
      break;
    }
    value = Math.max(0, value) * 10 + byte - 0x30;
  }
  return value;
}
