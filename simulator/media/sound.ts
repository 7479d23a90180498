/** One frame of silence in MPEG 1 layer 3: 128 kbit a second, 44.1 kHz, 417 bytes, 26 ms. */
const MP3_FRAME = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)]);
const WAV_RATE = 8_000;
const WAV_HEADER_BYTES = 44;
/** Bytes of a second of any sound whose length its file does not say. */
const BYTES_PER_SECOND = 16_000;

/** Sound for a text as MP3: a frame for each character. */
export function mp3Of(text: string): Buffer {
  return Buffer.concat(Array.from(text, () => MP3_FRAME));
}

/** A WAV of so many seconds: one channel, eight bits, a tone that the given number tells from others. */
export function wavOf(seconds: number, tone = 0): Buffer {
  const samples = Buffer.alloc(Math.ceil(seconds * WAV_RATE), 128 + (tone % 64));
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(WAV_RATE, 24);
  header.writeUInt32LE(WAV_RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/** Seconds of a recording: exact for `wavOf`, else by its size. */
export function secondsOf(file: Buffer): number {
  const isWav = file.toString('latin1', 0, 4) === 'RIFF';
  return isWav ? (file.length - WAV_HEADER_BYTES) / WAV_RATE : file.length / BYTES_PER_SECOND;
}
