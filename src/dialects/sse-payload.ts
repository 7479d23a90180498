/** The data of one server-sent event, as a range of bytes. */
export interface EventPayload {
  /** The frame itself, or an equal frame with one data line where the frame had several. */
  readonly bytes: Buffer;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Whether an `event:` line names the event. */
  readonly hasEventLine: boolean;
}

const DONE = Buffer.from('[DONE]');
const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;

/**
 * Finds the data of a frame; null when it has none, as comments and blank lines. Frames that begin with
 * one `data:` line, or with one `event:` and one `data:` line, are read without leaving their bytes.
 */
function findPayload(frame: Buffer): EventPayload | null {
  if (startsDataLine(frame, 0)) {
    return dataLineAt(frame, 0, false) ?? findSlowly(frame);
  }
  // "e" of "event:": the data line follows in every dialect that names its events.
  if (frame[0] === 0x65 && frame[5] === COLON) {
    const lineEnd = frame.indexOf(LF, 6);
    if (lineEnd !== -1 && startsDataLine(frame, lineEnd + 1)) {
      return dataLineAt(frame, lineEnd + 1, true) ?? findSlowly(frame);
    }
  }
  return findSlowly(frame);
}

/**
 * The data of a frame that clients can read; else what becomes of the frame. Comments pass. An event that
 * lost its data, or whose JSON has no end, is what is left when the upstream's connection ends inside it: it
 * would break the client before our own error is read.
 */
export function openFrame(frame: Buffer): EventPayload | 'pass' | 'hide' {
  const payload = findPayload(frame);
  if (payload === null) {
    return eventName(frame) === null ? 'pass' : 'hide';
  }
  return isCutShort(payload.bytes, payload.start, payload.end) ? 'hide' : payload;
}

/** The text of the `event:` line; null when there is none. */
export function eventName(frame: Buffer): string | null {
  const match = /(?:^|[\r\n])event:[ ]?([^\r\n]*)/.exec(frame.toString('latin1'));
  return match?.[1] ?? null;
}

/** Whether the data is `[DONE]`, which ends the streams of Chat Completions. */
export function isDoneMark(payload: EventPayload): boolean {
  return (
    payload.bytes[payload.start] === DONE[0] && DONE.compare(payload.bytes, payload.start, payload.end) === 0
  );
}

/** Whether the bytes are nothing, or a JSON object whose end is missing. */
export function isCutShort(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[start] !== 0x7b) {
    return start >= end;
  }
  let last = end - 1;
  while (last > start && bytes[last] === SPACE) {
    last -= 1;
  }
  return bytes[last] !== 0x7d;
}

function startsDataLine(frame: Buffer, at: number): boolean {
  return (
    frame[at] === 0x64 &&
    frame[at + 1] === 0x61 &&
    frame[at + 2] === 0x74 &&
    frame[at + 3] === 0x61 &&
    frame[at + 4] === COLON
  );
}

/** The payload of the data line at `at` when only the closing blank line follows it; else null. */
function dataLineAt(frame: Buffer, at: number, hasEventLine: boolean): EventPayload | null {
  const start = frame[at + 5] === SPACE ? at + 6 : at + 5;
  let end = frame.length;
  while (end > start && isLineEnd(frame[end - 1])) {
    end -= 1;
  }
  const lineEnd = frame.indexOf(LF, start);
  if (lineEnd !== -1 && lineEnd < end) {
    return null;
  }
  const carriageReturn = frame.indexOf(CR, start);
  if (carriageReturn !== -1 && carriageReturn < end) {
    return null;
  }
  return { bytes: frame, start, end, hasEventLine };
}

/**
 * Reads the lines one by one: comments, `id:` and `retry:` lines, a byte order mark, several data lines.
 * Joining data lines with a space instead of a line feed changes nothing inside JSON, where a raw line
 * feed can only be space.
 */
function findSlowly(frame: Buffer): EventPayload | null {
  const lines = frame
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/);
  const data = lines.filter((line) => line === 'data' || line.startsWith('data:'));
  if (data.length === 0) {
    return null;
  }
  const others = lines.filter((line) => line !== '' && line !== 'data' && !line.startsWith('data:'));
  const head = others.map((line) => `${line}\n`).join('');
  const joined = data.map((line) => line.slice(5).replace(/^ /, '')).join(' ');
  const prefix = `${head}data: `;
  const start = Buffer.byteLength(prefix);
  return {
    bytes: Buffer.from(`${prefix}${joined}\n\n`),
    start,
    end: start + Buffer.byteLength(joined),
    hasEventLine: others.some((line) => line.startsWith('event:')),
  };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}
