import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_STREAMS } from '../../test/support/dialects/fixture-streams.ts';
import { cutAt } from '../../test/support/dialects/run-tap.ts';
import type { StreamFraming } from './dialect.ts';
import { FrameTooLargeError } from './frame-limit-error.ts';
import { createFrameReader } from './sse-frames.ts';

function framesOf(framing: StreamFraming, chunks: readonly Buffer[]): { frames: string[]; rest: string } {
  const reader = createFrameReader(framing, 1 << 20);
  const frames = chunks.flatMap((chunk) => reader.push(chunk).map((frame) => frame.toString('latin1')));
  return { frames, rest: reader.rest().toString('latin1') };
}

function sse(text: string): string[] {
  return framesOf('sse', [Buffer.from(text)]).frames;
}

describe('F22: however the network cuts a stream, the frames are the same', () => {
  for (const stream of ALL_STREAMS) {
    const { bytes, framing } = stream;
    const whole = framesOf(framing, [bytes]);

    it(`${stream.name}: frames joined are the stream`, () => {
      expect(whole.frames.join('') + whole.rest).toBe(bytes.toString('latin1'));
      expect(whole.frames.length).toBeGreaterThan(0);
    });

    it(`${stream.name}: cut at every byte offset`, () => {
      for (let offset = 1; offset < bytes.length; offset += 1) {
        const cut = framesOf(framing, cutAt(bytes, [offset]));
        if (cut.rest !== whole.rest || cut.frames.join('|') !== whole.frames.join('|')) {
          expect({ offset, ...cut }).toEqual({ offset, ...whole });
        }
      }
    });

    it(`${stream.name}: one byte at a time`, () => {
      const offsets = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1);
      expect(framesOf(framing, cutAt(bytes, offsets))).toEqual(whole);
    });
  }

  it('holds for random events, line ends and cuts', () => {
    const piece = fc.constantFrom('data: {"a":"é"}', ': c', '\n', '\r', '\r\n', '\n\n', '\r\n\r\n', '世');
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(200)), (pieces, cuts) => {
        const bytes = Buffer.from(pieces.join(''));
        const offsets = [...new Set(cuts)].filter((cut) => cut < bytes.length).sort((a, b) => a - b);
        expect(framesOf('sse', cutAt(bytes, offsets))).toEqual(framesOf('sse', [bytes]));
      }),
    );
  });

  it('holds for random JSON arrays and cuts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string(), fc.jsonValue())),
        fc.array(fc.nat(300)),
        (items, cuts) => {
          const bytes = Buffer.from(JSON.stringify(items, null, 1));
          const offsets = [...new Set(cuts)].filter((cut) => cut < bytes.length).sort((a, b) => a - b);
          const whole = framesOf('json-array', [bytes]);
          expect(whole.frames.length).toBe(items.length + 1);
          expect(whole.frames.join('')).toBe(bytes.toString('latin1'));
          expect(framesOf('json-array', cutAt(bytes, offsets))).toEqual(whole);
        },
      ),
    );
  });
});

describe('frames of server-sent events', () => {
  it('end with a blank line of any kind', () => {
    expect(sse('data: 1\n\ndata: 2\r\n\r\ndata: 3\r\rdata: 4\n\r\ndata: 5\n\n')).toEqual([
      'data: 1\n\n',
      'data: 2\r\n\r\n',
      'data: 3\r\r',
      'data: 4\n\r\n',
      'data: 5\n\n',
    ]);
  });

  it('are views of the chunk when they lie in it', () => {
    const chunk = Buffer.from('data: 1\n\ndata: 2\n\n');
    const [first] = createFrameReader('sse', 100).push(chunk);
    expect(first?.buffer).toBe(chunk.buffer);
  });

  it('F23: a line of 16 MB in chunks of 64 KB arrives whole, without rescans', () => {
    const reader = createFrameReader('sse', 32 << 20);
    const chunk = Buffer.alloc(64 << 10, 'x');
    const startedMs = performance.now();
    for (let count = 0; count < 256; count += 1) {
      expect(reader.push(chunk)).toHaveLength(0);
    }
    const [frame] = reader.push(Buffer.from('\n\n'));
    expect(frame?.length).toBe((16 << 20) + 2);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it('F23: a frame over the limit is a typed error, cut or whole, before more is kept', () => {
    const reader = createFrameReader('sse', 100);
    reader.push(Buffer.alloc(60, 'x'));
    expect(() => reader.push(Buffer.alloc(60, 'x'))).toThrow(FrameTooLargeError);
    expect(() => createFrameReader('sse', 10).push(Buffer.from('data: too long\n\n'))).toThrow(
      FrameTooLargeError,
    );
    expect(() => createFrameReader('json-array', 10).push(Buffer.from('[{"a":"too long"}'))).toThrow(
      FrameTooLargeError,
    );
  });
});

describe('frames of a JSON array', () => {
  it('are the elements with what stands before them, and the closing bracket', () => {
    const text = '[{"a":"]}\\"{"}\n,\r\n{"b":[{"c":1}]}\n]\n';
    expect(framesOf('json-array', [Buffer.from(text)])).toEqual({
      frames: ['[{"a":"]}\\"{"}', '\n,\r\n{"b":[{"c":1}]}', '\n]'],
      rest: '\n',
    });
  });

  it('are one when the upstream sends an object instead', () => {
    expect(framesOf('json-array', [Buffer.from('{"error":{"code":503}}')]).frames).toEqual([
      '{"error":{"code":503}}',
    ]);
  });
});
