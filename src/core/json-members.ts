/**
 * Reading and changing single members of a JSON object without touching its other bytes. What passes
 * through must arrive as it was sent, so nothing here parses and prints the whole again.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Where one member of an object stands, as byte offsets; `end` is exclusive. */
export interface Member {
  readonly keyStart: number;
  readonly start: number;
  readonly end: number;
}

/** The bytes are not the JSON object they were taken for. */
export class JsonMembersError extends Error {
  override readonly name = 'JsonMembersError';
  /** The key that stands twice, when that is what is wrong. */
  readonly duplicateKey: string | null;

  constructor(message: string, duplicateKey: string | null = null) {
    super(message);
    this.duplicateKey = duplicateKey;
  }
}

/**
 * Finds the members of the object whose `{` is the first byte at or after `from` that is no space.
 * Values are skipped, not validated: call it on bytes that `JSON.parse` accepts.
 * @throws {JsonMembersError} when there is no object, or a key stands twice: two parsers may then
 *   disagree on which one counts, and a model that is billed must be the model that runs.
 */
export function readMembers(bytes: Buffer, from = 0): Map<string, Member> {
  const members = new Map<string, Member>();
  let at = skipSpace(bytes, from);
  if (bytes[at] !== OPEN_BRACE) {
    throw new JsonMembersError('not a JSON object');
  }
  at = skipSpace(bytes, at + 1);
  while (at < bytes.length && bytes[at] !== CLOSE_BRACE) {
    const keyStart = at;
    const keyEnd = skipString(bytes, keyStart);
    const start = skipSpace(bytes, skipSpace(bytes, keyEnd) + 1);
    const end = skipValue(bytes, start);
    const key = readKey(bytes, keyStart, keyEnd);
    if (members.has(key)) {
      throw new JsonMembersError(`the key "${key}" stands twice`, key);
    }
    members.set(key, { keyStart, start, end });
    at = skipSpace(bytes, end);
    if (bytes[at] === COMMA) {
      at = skipSpace(bytes, at + 1);
    }
  }
  if (at >= bytes.length) {
    throw new JsonMembersError('the JSON ends inside an object');
  }
  return members;
}

/** One change of the bytes: what stands from `start` to `end` becomes `text`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies splices that do not overlap. Without any, the same buffer comes back, not a copy. */
export function applySplices(bytes: Buffer, splices: readonly Splice[]): Buffer {
  if (splices.length === 0) {
    return bytes;
  }
  const pieces: Buffer[] = [];
  let at = 0;
  for (const splice of [...splices].sort((a, b) => a.start - b.start)) {
    pieces.push(bytes.subarray(at, splice.start), Buffer.from(splice.text));
    at = splice.end;
  }
  pieces.push(bytes.subarray(at));
  return Buffer.concat(pieces);
}

/** A splice that puts `"key":valueJson` first into the object whose `{` stands at `objectStart`. */
export function insertMember(bytes: Buffer, objectStart: number, key: string, valueJson: string): Splice {
  const after = objectStart + 1;
  const isEmpty = bytes[skipSpace(bytes, after)] === CLOSE_BRACE;
  return { start: after, end: after, text: `${JSON.stringify(key)}:${valueJson}${isEmpty ? '' : ','}` };
}

/** A splice that removes a member together with the comma that separates it from a neighbour. */
export function removeMember(bytes: Buffer, member: Member): Splice {
  const next = skipSpace(bytes, member.end);
  if (bytes[next] === COMMA) {
    return { start: member.keyStart, end: skipSpace(bytes, next + 1), text: '' };
  }
  let before = member.keyStart - 1;
  while (before > 0 && isSpace(bytes[before])) {
    before -= 1;
  }
  return { start: bytes[before] === COMMA ? before : member.keyStart, end: member.end, text: '' };
}

function readKey(bytes: Buffer, keyStart: number, keyEnd: number): string {
  const raw = bytes.toString('latin1', keyStart + 1, keyEnd - 1);
  return /^[\x20-\x5b\x5d-\x7e]*$/.test(raw)
    ? raw
    : String(JSON.parse(bytes.toString('utf8', keyStart, keyEnd)));
}

function skipValue(bytes: Buffer, start: number): number {
  const first = bytes[start];
  if (first === QUOTE) {
    return skipString(bytes, start);
  }
  if (first === OPEN_BRACE || first === OPEN_BRACKET) {
    return skipContainer(bytes, start);
  }
  let at = start;
  while (at < bytes.length && !endsScalar(bytes[at])) {
    at += 1;
  }
  return at;
}

function skipContainer(bytes: Buffer, start: number): number {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = skipString(bytes, at);
      continue;
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth += 1;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth -= 1;
      if (depth === 0) {
        return at + 1;
      }
    }
    at += 1;
  }
  throw new JsonMembersError('the JSON ends inside a value');
}

/** Jumps from quote to quote with the engine's own search, since most bytes of a request are text. */
function skipString(bytes: Buffer, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote === -1) {
      throw new JsonMembersError('the JSON ends inside a string');
    }
    let backslashes = 0;
    while (bytes[quote - 1 - backslashes] === BACKSLASH) {
      backslashes += 1;
    }
    if (backslashes % 2 === 0) {
      return quote + 1;
    }
    at = quote + 1;
  }
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) {
    at += 1;
  }
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function endsScalar(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte === COLON || isSpace(byte);
}
