import { ApiError, errorOf } from './api-error.ts';

/** Parameters of a call; what is undefined, null or empty is left out. */
export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

interface CallOptions {
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Calls the gateway from the console. The session travels as a cookie; browsers say with `Sec-Fetch-Site` that a
 * change comes from here, which is what the gateway asks for. Each POST carries a key of its own, so that one that
 * is sent twice by the network is done once.
 * @throws {ApiError} for every refusal, and with the code `unreachable` when no answer came.
 */
export async function call<Answer>(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const response = await send(method, path, options);
  if (!response.ok) {
    throw await errorOf(response);
  }
  const text = await response.text();
  // The caller names the type that the contract of this path has.
  return (text === '' ? null : JSON.parse(text)) as Answer;
}

/** Reads a path. @throws {ApiError} */
export function get<Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer> {
  return call('GET', path, { query, signal });
}

/** Posts a body. @throws {ApiError} */
export function post<Answer>(path: string, body: unknown = {}, query?: Query): Promise<Answer> {
  return call('POST', path, { body, query });
}

/** Changes what a path names. @throws {ApiError} */
export function patch<Answer>(path: string, body: unknown, query?: Query): Promise<Answer> {
  return call('PATCH', path, { body, query });
}

/** Deletes what a path names. @throws {ApiError} */
export function remove<Answer>(path: string, query?: Query): Promise<Answer> {
  return call('DELETE', path, { query });
}

/** The address of a call with its parameters. */
export function addressOf(path: string, query: Query = {}): string {
  const entries = Object.entries(query).filter(([, value]) => value != null && value !== '');
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  if (options.body !== undefined) {
    headers['content-type'] = 'application/json';
  }
  if (method === 'POST' && path.startsWith('/api/v1/')) {
    headers['idempotency-key'] = crypto.randomUUID();
  }
  try {
    return await fetch(addressOf(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') {
      throw error;
    }
    throw new ApiError({ status: 0, code: 'unreachable', message: 'The gateway does not answer' });
  }
}
