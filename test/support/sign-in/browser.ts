/** An answer with its body read. */
export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or null; tests look into it as they like. */
  readonly json: Record<string, unknown> & {
    readonly error?: { readonly code: string; readonly message: string };
  };
}

/** A browser that shows the console: it keeps cookies and says where its requests come from. */
export interface Browser {
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Page>;
  remove(path: string): Promise<Page>;
  /** What it would send as the `cookie` header. */
  cookie(): string;
  /** What the last answer set, as it was written. */
  readonly setCookies: readonly string[];
}

/** Opens a browser on a gateway. It follows no redirect, so that tests see them. */
export function openBrowser(url: string): Browser {
  const jar = new Map<string, string>();
  const setCookies: string[] = [];
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

  async function ask(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Page> {
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        origin: url,
        'sec-fetch-site': 'same-origin',
        cookie: cookie(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    setCookies.splice(0, setCookies.length, ...response.headers.getSetCookie());
    for (const line of setCookies) {
      keep(jar, line);
    }
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  }

  return {
    get: (path, headers = {}) => ask('GET', path, undefined, headers),
    post: (path, body = {}, headers = {}) => ask('POST', path, body, headers),
    remove: (path) => ask('DELETE', path, undefined, {}),
    cookie,
    setCookies,
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  const isOver = /;\s*max-age=0(;|$)/i.test(line);
  if (isOver) {
    jar.delete(pair.slice(0, at));
  } else {
    jar.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

function parse(text: string): Page['json'] {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
