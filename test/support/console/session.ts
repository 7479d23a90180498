import { type ConsoleProcess, OPERATOR } from './console-process.ts';

/** The cookies of a session. */
export type Cookies = readonly { readonly name: string; readonly value: string }[];

type Reached = Pick<ConsoleProcess, 'url'>;

/** Makes the first operator with the one-time link. */
export async function signInFirst({
  url,
  firstLink,
}: Pick<ConsoleProcess, 'url' | 'firstLink'>): Promise<Cookies> {
  const token = new URL(firstLink, url).searchParams.get('token');
  const answer = await send(url, 'POST', '/api/auth/first-operator', { token, ...OPERATOR });
  return answer.headers.getSetCookie().flatMap((cookie) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    return value === '' ? [] : [{ name, value }];
  });
}

/** Calls the management API with a session. @throws {Error} when it refuses. */
export async function callAs<Answer>(
  { url }: Reached,
  cookies: Cookies,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await send(url, method, path, body, { cookie });
  // The caller names the type that the contract of this path has.
  return (await answer.json()) as Answer;
}

async function send(
  url: string,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { origin: url, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
  return response;
}
