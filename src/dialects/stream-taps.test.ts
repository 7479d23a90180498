import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_STREAMS } from '../../test/support/dialects/fixture-streams.ts';
import { cutAt, runTap } from '../../test/support/dialects/run-tap.ts';
import { totalOutputTokens } from '../canonical/usage.ts';
import { Refusal } from '../core/refusal.ts';
import { createFrameReader } from './sse-frames.ts';

const CUT = new Refusal('upstream_failed');

/** Files whose stream says everything it has to say. */
function isWhole(name: string): boolean {
  return !/truncated|error/.test(name);
}

describe('every tap on every fixture', () => {
  for (const stream of ALL_STREAMS) {
    it(`F22: ${stream.name}: cut at every byte offset, the client gets the same bytes`, () => {
      const whole = runTap(stream);
      for (let offset = 1; offset < stream.bytes.length; offset += 1) {
        const cut = runTap(stream, { chunks: cutAt(stream.bytes, [offset]) });
        if (cut.text !== whole.text) {
          expect(`${offset}: ${cut.text}`).toBe(whole.text);
        }
      }
    });

    it(`F43, F44: ${stream.name}: knows whether it was cut or failed`, () => {
      const { tap } = runTap(stream);
      expect(tap.isComplete()).toBe(isWhole(stream.name));
      expect(tap.hasFailed()).toBe(/error|failed/.test(stream.name));
    });

    it(`F45: ${stream.name}: delivered tokens never fall as the stream goes on`, () => {
      const tap = stream.operation.createStreamTap({ wantsUsage: false, costOf: () => '0' });
      const reader = createFrameReader(stream.framing, 1 << 20);
      const counts = reader.push(stream.bytes).map((frame) => {
        tap.read(frame);
        return tap.deliveredOutputTokens();
      });
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
      expect(counts.at(-1) === 0).toBe(stream.name.includes('blocked'));
    });

    it(`${stream.name}: reaches a client that asked for usage unchanged but for the cost`, () => {
      const { text } = runTap(stream, { wantsUsage: true });
      const came = stream.bytes.toString('utf8');
      const sent = text.replaceAll('"cost":0.25,', '').replaceAll(/^event: \w+\n(?=data)/gm, '');
      expect(came.replaceAll(/^event: \w+\n(?=data)/gm, '').startsWith(sent)).toBe(true);
    });

    it(`F41: ${stream.name}: an error may follow any frame`, () => {
      const tap = stream.operation.createStreamTap({ wantsUsage: false, costOf: () => '0' });
      const ending = tap.errorFrame(CUT, 'req_1').toString('utf8');
      expect(ending).toContain(CUT.message);
      expect(ending).not.toContain('[DONE]');
    });
  }

  for (const stream of ALL_STREAMS.filter(({ name }) => name.includes('truncated'))) {
    it(`F43: ${stream.name}: what is left of a frame never reaches the client`, () => {
      const { tap, rest } = runTap(stream);
      expect(rest).not.toBe('');
      const before = tap.deliveredOutputTokens();
      const frame = stream.framing === 'sse' ? `${rest}\n\n` : rest;
      const verdict = tap.read(Buffer.from(frame));
      expect(verdict).toBe('hide');
      expect(tap.deliveredOutputTokens()).toBe(before);
    });
  }

  it('bytes that are damaged anywhere break no tap', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL_STREAMS),
        fc.array(fc.tuple(fc.nat(3_000), fc.nat(255)), { minLength: 1, maxLength: 20 }),
        (stream, damages) => {
          const bytes = Buffer.from(stream.bytes);
          for (const [at, byte] of damages) {
            bytes[at % bytes.length] = byte;
          }
          const { tap } = runTap({ ...stream, bytes }, { wantsUsage: true });
          expect(tap.deliveredOutputTokens()).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('F16, fact 25: usage is taken once, whatever the number of frames that carry it', () => {
    for (const stream of ALL_STREAMS.filter(({ name }) => name.includes('/plain'))) {
      const { measured } = runTap(stream);
      expect(measured).not.toBeNull();
      expect(measured === null ? 0 : totalOutputTokens(measured.usage)).toBeLessThan(20);
    }
  });
});
