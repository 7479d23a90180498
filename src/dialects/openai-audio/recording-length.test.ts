import { describe, expect, it } from 'vitest';
import { wavOf } from '../../../simulator/media/sound.ts';
import { recordingLength } from './recording-length.ts';

const seconds = (file: Buffer): number => recordingLength(file).seconds;

/** A file that begins so and is filled up to a size. */
function filled(head: Buffer, bytes: number): Buffer {
  return Buffer.concat([head, Buffer.alloc(bytes - head.length)]);
}

function hex(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

describe('the length of a recording', () => {
  it('of WAV is what its samples come to', () => {
    expect(seconds(wavOf(12.5))).toBe(13);
    expect(recordingLength(wavOf(600)).secondsCeiling).toBe(601);
  });

  it('of MP3 is by the bit rate of its first frame, after a tag', () => {
    expect(seconds(filled(hex('fffb9000'), 160_000))).toBe(10);
    expect(seconds(filled(hex('fff38000'), 80_000))).toBe(10);
    const tag = filled(hex('49443304000000000100'), 138);
    expect(seconds(Buffer.concat([tag, filled(hex('fffb9000'), 160_000)]))).toBe(10);
  });

  it('of Ogg is the sample count of its last page', () => {
    const page = (samples: number): Buffer => {
      const bytes = Buffer.alloc(64);
      bytes.write('OggS', 'latin1');
      bytes.writeBigUInt64LE(BigInt(samples), 6);
      return bytes;
    };
    expect(seconds(Buffer.concat([page(0), Buffer.alloc(2_000), page(480_000)]))).toBe(10);
  });

  it('of MP4 is what its movie header says', () => {
    const movie = Buffer.concat([
      hex('00000018 66747970'),
      Buffer.alloc(16),
      hex('0000006c 6d766864 00000000 00000000 00000000 000003e8 00002710'),
      Buffer.alloc(80),
    ]);
    expect(seconds(movie)).toBe(10);
  });

  it('of FLAC is what its first block says', () => {
    // 44,100 Hz in the upper 20 bits, 441,000 samples in the lower 36.
    const head = Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(14), hex('0ac442f0 0006baa8')]);
    expect(seconds(filled(head, 100))).toBe(10);
  });

  it('of anything else is guessed by its size, and held at more', () => {
    expect(recordingLength(Buffer.alloc(80_000))).toEqual({ seconds: 10, secondsCeiling: 80 });
  });

  it('is not believed where the file is far too large for it', () => {
    const page = Buffer.alloc(640_000);
    page.write('OggS', 'latin1');
    page.writeBigUInt64LE(48_000n, 6);
    expect(seconds(page)).toBe(10);
  });

  it('is found without reading past the end of a file that was cut', () => {
    for (const mark of ['RIFF....WAVEfmt ', 'OggS', 'fLaC', '....ftypmvhd', 'ID3', '\u00ff\u00fb']) {
      const file = Buffer.from(mark, 'latin1');
      for (let end = 0; end <= file.length; end += 1) {
        expect(seconds(file.subarray(0, end))).toBeLessThanOrEqual(1);
      }
    }
  });
});
