import { Refusal } from '../../core/refusal.ts';
import type { ManagementContext } from '../context.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site makes a browser send along with its cookies. A browser says with
 * `Sec-Fetch-Site` and `Origin` where a request comes from, and no page can make it lie (Fetch Standard,
 * "Origin header"; W3C Fetch Metadata). What says neither is no browser of today and is refused too.
 * @throws {Refusal} `management_forbidden`.
 */
export function checkSameOrigin(context: ManagementContext, publicUrl: string | null): void {
  if (READING.has(context.req.method)) {
    return;
  }
  const site = context.req.header('sec-fetch-site');
  const origin = context.req.header('origin');
  const isSame = site === undefined ? isOwnOrigin(context, origin, publicUrl) : site === 'same-origin';
  if (!isSame) {
    throw new Refusal('management_forbidden', {
      message: 'A session may only be used from the console itself; programs use a management key',
    });
  }
}

/** Only the host is compared with what was asked: behind a proxy that speaks TLS, the scheme differs. */
function isOwnOrigin(
  context: ManagementContext,
  origin: string | undefined,
  publicUrl: string | null,
): boolean {
  if (origin === undefined || !URL.canParse(origin)) {
    return false;
  }
  const { host } = new URL(origin);
  return host === context.req.header('host') || (publicUrl !== null && host === new URL(publicUrl).host);
}
