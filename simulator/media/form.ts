import type { IncomingHttpHeaders } from 'node:http';

/** A form as a server of a provider reads it. */
export type SentForm = {
  readonly fields: ReadonlyMap<string, string>;
  /** By name, in the order they came; `image[]` is `image`. */
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
};

/** Reads `multipart/form-data`; undefined for any other body. Lists of fields keep their last value. */
export function readSentForm(headers: IncomingHttpHeaders, bytes: Buffer): SentForm | undefined {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(headers['content-type'] ?? '')?.[1];
  if (boundary === undefined) return undefined;
  const fields = new Map<string, string>();
  const files: { name: string; bytes: Buffer }[] = [];
  for (const part of `\r\n${bytes.toString('latin1')}`.split(`\r\n--${boundary}`).slice(1, -1)) {
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.slice(0, headEnd);
    const name = /\bname="([^"]*)"/i.exec(head)?.[1]?.replace(/\[\]$/, '') ?? '';
    const value = Buffer.from(part.slice(headEnd + 4), 'latin1');
    if (/filename=/i.test(head)) files.push({ name, bytes: value });
    else fields.set(name, value.toString());
  }
  return { fields, files };
}

const NUMBERS: readonly string[] = ['n', 'partial_images'];

/** The fields of a form as JSON has them. */
export function formFields({ fields }: SentForm): Record<string, unknown> {
  return Object.fromEntries(
    [...fields].map(([name, text]) => {
      if (name === 'stream') return [name, text === 'true'];
      return [name, NUMBERS.includes(name) ? Number(text) : text];
    }),
  );
}
