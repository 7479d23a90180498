import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal } from '../core/refusal.ts';
import type { ManagementEnv } from './context.ts';

/** The longest body the management API reads, in bytes. */
const MAX_BODY_BYTES = 1_048_576;

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Refuses bodies that are too long, before more than the limit is read. */
export const limitBody: MiddlewareHandler<ManagementEnv> = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new Refusal('request_too_large', { message: 'The request body is longer than 1 MB' });
  },
});

/**
 * Refuses bodies that are not JSON. The body stays readable: Hono keeps what was read. A path in
 * `exceptPaths` reads its own media types.
 */
export function requireJson(exceptPaths: readonly string[]): MiddlewareHandler<ManagementEnv> {
  return async (context, next) => {
    if (context.req.method !== 'GET' && !exceptPaths.includes(context.req.path)) {
      const text = await context.req.text();
      if (text === '') {
        withoutMediaType(context);
      } else {
        checkJson(text, context.req.header('content-type') ?? '');
      }
    }
    await next();
  };
}

/** Clients name the type of a body they do not send, and an empty text would not be JSON. */
function withoutMediaType({ req }: Context<ManagementEnv>): void {
  if (req.header('content-type') !== undefined) {
    const headers = new Headers(req.raw.headers);
    headers.delete('content-type');
    req.raw = new Request(req.url, { method: req.method, headers });
  }
}

function checkJson(text: string, contentType: string): void {
  if (!JSON_TYPE.test(contentType)) {
    throw new Refusal('unsupported_media_type');
  }
  try {
    JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold a secret: it is not passed on.
    throw new Refusal('invalid_json');
  }
}
