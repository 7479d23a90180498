/** One server-sent event of JSON, with its name where the dialect names its events. */
export function eventFrame(name: string | null, data: unknown): Buffer {
  return Buffer.from(eventText(name, data));
}

/** The same as text. */
export function eventText(name: string | null, data: unknown): string {
  const head = name === null ? '' : `event: ${name}\n`;
  return `${head}data: ${JSON.stringify(data)}\n\n`;
}

/** The comment that keeps a silent stream of server-sent events alive (WHATWG HTML: lines that begin with a colon). */
export const COMMENT_HEARTBEAT = Buffer.from(': keep-alive\n\n');

/** What taps say when the upstream closed a stream that passes as it is: nothing. */
export function sayNothing(): Buffer {
  return NOTHING;
}

const NOTHING = Buffer.alloc(0);

/** A copy in which `text` stands for the bytes from `from` to `to`. */
export function replaceBytes(bytes: Buffer, from: number, to: number, text: string): Buffer {
  const added = Buffer.byteLength(text);
  const copy = Buffer.allocUnsafe(bytes.length - (to - from) + added);
  bytes.copy(copy, 0, 0, from);
  copy.write(text, from);
  bytes.copy(copy, from + added, to);
  return copy;
}
