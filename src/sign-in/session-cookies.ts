import { COOKIE_PREFIX, SESSION_COOKIE } from './engine-names.ts';

/** Whether a request may belong to a session at all; most requests of programs do not. */
export function hasSessionCookie(headers: Headers): boolean {
  return headers.get('cookie')?.includes(SESSION_COOKIE) ?? false;
}

/** The headers a browser would send next: its cookies as an answer has changed them. */
export function sessionHeaders(sent: Headers, answered: Headers): Headers {
  const cookies = new Map(
    (sent.get('cookie') ?? '').split(/; */).flatMap((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const];
    }),
  );
  for (const line of answered.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
  const ours = [...cookies].filter(([name]) => name.includes(COOKIE_PREFIX));
  return new Headers({ cookie: ours.map(([name, value]) => `${name}=${value}`).join('; ') });
}
