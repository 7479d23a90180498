import { describe, expect, it } from 'vitest';
import { closeRecord, openRecord, refusedRecord } from '../testing/records.ts';
import { type Entries, parseLine } from './line.ts';
import { LineBuffer } from './line-buffer.ts';
import { addTurn } from './turn-lines.ts';

/** The bytes of the lines of one turn. */
function linesOf(entries: Partial<Entries>): Buffer {
  const buffer = new LineBuffer();
  expect(addTurn(buffer, { opened: [], closed: [], ...entries })).toEqual([]);
  return buffer.bytes.subarray(0, buffer.length);
}

describe('a journal line', () => {
  it('carries every field of both records, whatever is in them', () => {
    const odd = closeRecord(7, {
      model: 'naïve\n"模型" 🚀\u0000',
      clientGone: true,
      firstByteMs: null,
      totalMs: 1.5,
    });
    const entries = { opened: [openRecord(7), openRecord(9)], closed: [odd, refusedRecord(8)] };
    expect(parseLine(linesOf(entries).subarray(0, -1))).toEqual(entries);
  });

  it('is not read when a single byte is different', () => {
    const bytes = linesOf({ opened: [openRecord(7)] }).subarray(0, -1);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(parseLine(changed), `byte ${at}`).toBeNull();
    }
  });

  it('is divided when a turn is too long for one', () => {
    const opened = Array.from({ length: 3_000 }, (_, n) => openRecord(n));
    const closed = opened.map((_, n) => closeRecord(n));
    const lines = linesOf({ opened, closed }).toString().trimEnd().split('\n');
    const read = lines.map((line) => parseLine(Buffer.from(line)));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400_000);
    expect(read.flatMap((entries) => entries?.opened ?? [])).toEqual(opened);
    expect(read.flatMap((entries) => entries?.closed ?? [])).toEqual(closed);
  });
});
