import type { Splice } from './json-members.ts';

/**
 * Where the parts of a `multipart/form-data` body stand (RFC 7578, RFC 2046 section 5.1). Strict on purpose:
 * what two parsers could read differently is refused, because the model that is billed must be the model
 * that runs. Nothing is copied: a part is a range of the body.
 */
export interface Form {
  readonly boundary: string;
  readonly parts: readonly FormPart[];
}

/** One part; its value stands from `start` to `end`. */
export interface FormPart {
  readonly name: string;
  /** Null for a plain field. */
  readonly fileName: string | null;
  readonly contentType: string | null;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A body is not the form it was taken for. */
export class FormError extends Error {
  override readonly name = 'FormError';
  /** The field at fault, where its name could be read. */
  readonly field: string | null;

  constructor(message: string, field: string | null = null) {
    super(message);
    this.field = field;
  }
}

const MOST_PARTS = 200;
const MOST_HEADER_BYTES = 4_096;
const CRLF = '\r\n';
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * The boundary that a content type names (RFC 2046: 1 to 70 characters); null when it names none, or one
 * that is not allowed.
 */
export function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary=(?:"([^"\\]*)"|([^\s;"]+))/i.exec(contentType);
  const boundary = match?.[1] ?? match?.[2] ?? '';
  return /^[\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?]$/.test(boundary) ? boundary : null;
}

/**
 * Finds the parts of a form.
 * @throws {FormError} when the body is no form of this boundary.
 */
export function readForm(bytes: Buffer, boundary: string): Form {
  const delimiter = Buffer.from(`${CRLF}--${boundary}`);
  const parts: FormPart[] = [];
  if (!startsWith(bytes, 0, `--${boundary}`)) {
    throw new FormError('it does not begin with its boundary');
  }
  let at = delimiter.length - CRLF.length;
  while (!startsWith(bytes, at, '--')) {
    if (!startsWith(bytes, at, CRLF)) {
      throw new FormError('a boundary does not end its line', parts.at(-1)?.name);
    }
    if (parts.length === MOST_PARTS) {
      throw new FormError(`it has more than ${MOST_PARTS} parts`);
    }
    const part = readPart(bytes, at + CRLF.length, delimiter);
    parts.push(part);
    at = part.end + delimiter.length;
  }
  const afterEnd = bytes.toString('latin1', at + 2, Math.min(bytes.length, at + 6));
  if (afterEnd !== '' && afterEnd !== CRLF) {
    throw new FormError('something follows its last boundary');
  }
  return { boundary, parts };
}

/** A splice that puts a field before all others. */
export function insertField({ boundary }: Form, name: string, value: string): Splice {
  const head = `--${boundary}${CRLF}content-disposition: form-data; name="${name}"${CRLF}${CRLF}`;
  return { start: 0, end: 0, text: `${head}${value}${CRLF}` };
}

function readPart(bytes: Buffer, headStart: number, delimiter: Buffer): FormPart {
  const headEnd = bytes.indexOf(HEAD_END, headStart);
  if (headEnd === -1 || headEnd - headStart > MOST_HEADER_BYTES) {
    throw new FormError(`the headers of a part do not end within ${MOST_HEADER_BYTES} bytes`);
  }
  const { name, fileName, contentType } = readHead(bytes.toString('utf8', headStart, headEnd));
  const start = headEnd + HEAD_END.length;
  const end = bytes.indexOf(delimiter, start);
  if (end === -1) {
    throw new FormError('the part is not closed by a boundary', name);
  }
  return { name, fileName, contentType, start, end };
}

function readHead(head: string): Pick<FormPart, 'name' | 'fileName' | 'contentType'> {
  const headers = new Map<string, string>();
  for (const line of head.split(CRLF)) {
    const [, key = '', value = ''] = /^([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    const header = key.toLowerCase();
    if (header === '' || headers.has(header)) {
      throw new FormError('a header of a part cannot be read');
    }
    headers.set(header, value);
  }
  const disposition = readDisposition(headers.get('content-disposition') ?? '');
  const name = disposition.get('name');
  if (name === undefined || disposition.has('name*')) {
    throw new FormError('a part has no name');
  }
  if (!/^(?:|binary|7bit|8bit)$/i.test(headers.get('content-transfer-encoding') ?? '')) {
    throw new FormError('must not have a transfer encoding', name);
  }
  const fileName = disposition.get('filename') ?? disposition.get('filename*') ?? null;
  return { name, fileName, contentType: headers.get('content-type') ?? null };
}

/** The parameters of `form-data; name="…"; filename="…"`, their names in lower case. */
function readDisposition(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  const form = /^form-data\s*/i.exec(text);
  let rest = form === null ? '' : text.slice(form[0].length);
  while (rest !== '') {
    const match = /^;\s*([\w-]+\*?)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))\s*/.exec(rest);
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2] ?? match?.[3] ?? '';
    const isNameOfOneReading = name !== 'name' || !value.includes('\\');
    if (match === null || name === undefined || parameters.has(name) || !isNameOfOneReading) {
      throw new FormError('the content-disposition of a part cannot be read');
    }
    parameters.set(name, value);
    rest = rest.slice(match[0].length);
  }
  return parameters;
}

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  return bytes.toString('latin1', at, at + text.length) === text;
}
