import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkMessage, eventMessage } from '../../../test/support/clouds/bedrock.ts';
import { MESSAGES_EVENTS } from '../../../test/support/clouds/messages-answer.ts';
import { FrameTooLargeError } from '../frame-limit-error.ts';
import { createFrameReader } from '../sse-frames.ts';

const LIMIT = 1_024 * 1_024;
const STREAM = Buffer.concat(MESSAGES_EVENTS.map(chunkMessage));
const EVENTS = MESSAGES_EVENTS.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);

function read(chunks: readonly Buffer[], limit = LIMIT): string[] {
  const reader = createFrameReader('aws-event-stream', limit);
  return chunks.flatMap((chunk) => reader.push(chunk).map(String));
}

describe('an AWS event stream', () => {
  it('gives on the events of Messages it holds, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: STREAM.length - 1 }), { maxLength: 40 }), (cuts) => {
        const places = [0, ...cuts.toSorted((one, other) => one - other), STREAM.length];
        const chunks = places.slice(1).map((end, at) => STREAM.subarray(places[at], end));
        expect(read(chunks)).toEqual(EVENTS);
      }),
    );
    expect(read([...STREAM].map((byte) => Buffer.from([byte])))).toEqual(EVENTS);
  });

  it('keeps nothing of a message that is not whole', () => {
    const reader = createFrameReader('aws-event-stream', LIMIT);
    expect(reader.push(STREAM.subarray(0, STREAM.length - 3))).toHaveLength(EVENTS.length - 1);
    expect(reader.rest()).toHaveLength(0);
  });

  it.each([
    ['throttlingException', 'rate_limit_error'],
    ['serviceUnavailableException', 'overloaded_error'],
    ['validationException', 'invalid_request_error'],
    ['modelTimeoutException', 'timeout_error'],
    ['internalServerException', 'api_error'],
  ])('%s is the error %s', (name, type) => {
    const headers = { ':exception-type': name, ':message-type': 'exception' };
    const data = JSON.stringify({ type: 'error', error: { type, message: 'so it is' } });
    expect(read([eventMessage(headers, '{"message":"so it is"}')])).toEqual([
      `event: error\ndata: ${data}\n\n`,
    ]);
  });

  it('an error without an exception says what its headers say', () => {
    const headers = { ':message-type': 'error', ':error-code': 'internal', ':error-message': 'gone' };
    expect(read([eventMessage(headers, '')])).toEqual([
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"gone"}}\n\n',
    ]);
  });

  it('refuses what does not match its checksums, wherever a byte is wrong', () => {
    const message = chunkMessage({ type: 'ping' });
    for (let at = 4; at < message.length; at += 1) {
      const damaged = Buffer.from(message);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(() => read([damaged]), `byte ${at}`).toThrow('event stream');
    }
  });

  it('refuses a message that is too long or shorter than its own head', () => {
    const endless = Buffer.alloc(64);
    endless.writeUInt32BE(2 ** 31, 0);
    expect(() => read([endless, Buffer.alloc(128)], 100)).toThrow(FrameTooLargeError);
    expect(() => read([Buffer.from([0, 0, 0, 1, 0, 0, 0, 0])])).toThrow('shorter than it says');
    expect(() => read([eventMessage({ ':message-type': 'event' }, 'no json')])).toThrow('no JSON object');
    expect(() => read([eventMessage({ ':message-type': 'event' }, '{"bytes":""}')])).toThrow('event stream');
  });
});
