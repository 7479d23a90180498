import { isUtf8 } from 'node:buffer';
import { createRing } from './ring.ts';

/** A request as it arrived. Times are RFC 3339. */
export type RecordedRequest = {
  method: string;
  path: string;
  query: string;
  /** Names in lower case; values of a header that came twice are joined by a comma. */
  headers: Record<string, string>;
  /** The body as text; null when it is not UTF-8, or was let go because later bodies needed the memory. */
  body: string | null;
  body_bytes: number;
  at: string;
};

/** A request as it is kept: nothing is decoded before somebody asks. */
export type ArrivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Names and values in turn, as Node gives them. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly atMs: number;
};

/** What arrived, the last 1,000. */
export type RequestLog = { record(request: ArrivedRequest): void; list(): RecordedRequest[]; clear(): void };

const MOST_REQUESTS = 1000;

/** Bodies that are kept altogether; when there are more, the oldest are let go first. */
const MOST_BODY_BYTES = 128 * 1024 * 1024;

/** Creates an empty log. */
export function createRequestLog(): RequestLog {
  type Kept = { readonly request: ArrivedRequest; body: Buffer | undefined };
  const ring = createRing<Kept>(MOST_REQUESTS);
  let bytes = 0;
  const letGo = (kept: Kept | undefined) => {
    bytes -= kept?.body?.length ?? 0;
    if (kept !== undefined) kept.body = undefined;
  };
  return {
    record(request) {
      letGo(ring.push({ request: { ...request, body: EMPTY }, body: request.body }));
      bytes += request.body.length;
      if (bytes <= MOST_BODY_BYTES) return;
      for (const kept of ring.list()) {
        letGo(kept);
        if (bytes <= MOST_BODY_BYTES) return;
      }
    },
    list: () => ring.list().map(({ request, body }) => recorded(request, body)),
    clear() {
      ring.clear();
      bytes = 0;
    },
  };
}

const EMPTY = Buffer.alloc(0);

function recorded(request: ArrivedRequest, body: Buffer | undefined): RecordedRequest {
  return {
    method: request.method,
    path: request.path,
    query: request.query,
    headers: headersOf(request.rawHeaders),
    body: body !== undefined && isUtf8(body) ? body.toString() : null,
    body_bytes: body?.length ?? 0,
    at: new Date(request.atMs).toISOString(),
  };
}

function headersOf(rawHeaders: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}
