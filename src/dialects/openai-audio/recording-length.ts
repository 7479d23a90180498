/**
 * How long a recording is, by what its file says. Upstreams report the length with the transcript but for
 * plain text and subtitles; then, and for the hold before, this is what counts.
 */

/** What speech is usually recorded with, and the least that is in use (bits a second). */
const USUAL_BITS = 64_000;
const LEAST_BITS = 8_000;
/** The most that compressed sound has: a file that says it is shorter than this allows is not believed. */
const MOST_BITS = 512_000;
/** Kilobits a second of MPEG 1 and 2 layer 3 by index (ISO 11172-3, 13818-3). */
const MP3_KILOBITS = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const OPUS_RATE = 48_000;

/** Seconds of a recording: the likeliest number, and one that it hardly passes. Whole, begun ones included. */
export interface RecordingLength {
  readonly seconds: number;
  readonly secondsCeiling: number;
}

/** Reads the length of a recording of any format that transcribing upstreams take. */
export function recordingLength(file: Buffer): RecordingLength {
  const bits = file.length * 8;
  const said = wavSeconds(file) ?? compressedSeconds(file, bits / MOST_BITS);
  return {
    seconds: Math.ceil(said ?? bits / USUAL_BITS),
    secondsCeiling: Math.ceil(said ?? bits / LEAST_BITS),
  };
}

function compressedSeconds(file: Buffer, least: number): number | null {
  const said = oggSeconds(file) ?? mp4Seconds(file) ?? flacSeconds(file) ?? mp3Seconds(file);
  return said === null || !Number.isFinite(said) ? null : Math.max(said, least);
}

/** Samples are not compressed, so the bytes say it all; the header's own byte rate is not what players use. */
function wavSeconds(file: Buffer): number | null {
  const format = file.indexOf('fmt ', 12, 'latin1');
  if (!begins(file, 'RIFF') || format === -1 || format + 24 > file.length) {
    return null;
  }
  const channels = file.readUInt16LE(format + 10);
  const rate = file.readUInt32LE(format + 12);
  const bytesPerSecond = (channels * rate * file.readUInt16LE(format + 22)) / 8;
  return bytesPerSecond === 0 ? null : file.length / bytesPerSecond;
}

/** The last page of Ogg says how many samples there were (RFC 3533); those of Opus are of 48 kHz (RFC 7845). */
function oggSeconds(file: Buffer): number | null {
  const page = file.lastIndexOf('OggS', -1, 'latin1');
  if (!begins(file, 'OggS') || page + 14 > file.length) {
    return null;
  }
  const vorbis = file.subarray(0, 256).indexOf('\u0001vorbis', 0, 'latin1');
  const rate = vorbis === -1 ? OPUS_RATE : file.readUInt32LE(vorbis + 12);
  return Number(file.readBigUInt64LE(page + 6)) / rate;
}

/** The movie header of MP4 and M4A holds a length and its unit (ISO 14496-12). */
function mp4Seconds(file: Buffer): number | null {
  const header = file.indexOf('mvhd', 0, 'latin1');
  if (file.toString('latin1', 4, 8) !== 'ftyp' || header === -1 || header + 36 > file.length) {
    return null;
  }
  return file[header + 4] === 1
    ? Number(file.readBigUInt64BE(header + 28)) / file.readUInt32BE(header + 24)
    : file.readUInt32BE(header + 20) / file.readUInt32BE(header + 16);
}

/** The first block of FLAC holds the rate in 20 bits and the number of samples in 36 (RFC 9639). */
function flacSeconds(file: Buffer): number | null {
  if (!begins(file, 'fLaC') || file.length < 26) {
    return null;
  }
  const samples = (file.readUInt8(21) % 16) * 2 ** 32 + file.readUInt32BE(22);
  return samples === 0 ? null : samples / (file.readUIntBE(18, 3) >> 4);
}

/** MP3 is read by the bit rate of its first frame, which holds for most; a tag before it is passed over. */
function mp3Seconds(file: Buffer): number | null {
  const hasTag = begins(file, 'ID3') && file.length > 10;
  const frame = hasTag ? 10 + sevenBits(file.subarray(6, 10)) : 0;
  if (frame + 4 > file.length || file[frame] !== 0xff || ((file[frame + 1] ?? 0) & 0xe6) !== 0xe2) {
    return null;
  }
  const isFirstVersion = ((file[frame + 1] ?? 0) & 0x18) === 0x18;
  const kilobits = MP3_KILOBITS[isFirstVersion ? 0 : 1][(file[frame + 2] ?? 0) >> 4] ?? 0;
  return kilobits === 0 ? null : ((file.length - frame) * 8) / (kilobits * 1_000);
}

function sevenBits(bytes: Buffer): number {
  return bytes.reduce((size, byte) => size * 128 + (byte & 0x7f), 0);
}

function begins(file: Buffer, mark: string): boolean {
  return file.toString('latin1', 0, mark.length) === mark;
}
