import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { NO_USAGE } from '../../canonical/usage.ts';
import { closeRecord, openRecord, refusedRecord } from '../testing/records.ts';
import { checksumText, type Entries, entriesText, parseLine } from './line.ts';
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
      usage: { ...NO_USAGE, imageInputTokens: 3, imageOutputTokens: 4 },
      pieces: [{ kind: 'second', count: 8, size: '720p' }],
    });
    const entries = { opened: [openRecord(7), openRecord(9)], closed: [odd, refusedRecord(8)] };
    expect(parseLine(linesOf(entries).subarray(0, -1))).toEqual(entries);
  });

  it('is read from files of before there were pieces and tokens of images', () => {
    const [opened, [closed]] = JSON.parse(entriesText({ opened: [], closed: [closeRecord(7)] }));
    const usageAt = closed.findIndex((member: unknown) => Array.isArray(member));
    const old = [opened, [closed.slice(0, -1).with(usageAt, closed[usageAt].slice(0, 8))]];
    const json = JSON.stringify(old);
    const line = Buffer.from(`${checksumText(crc32(json))} ${json}`);
    expect(parseLine(line)).toEqual({ opened: [], closed: [closeRecord(7)] });
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
