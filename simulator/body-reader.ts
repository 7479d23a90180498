import type { IncomingMessage } from 'node:http';

/** The largest body that is read; a larger one is refused with 413. */
export const MOST_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Reads a body and hands it over; never when the client goes away before its end. A callback
 * rather than a promise, because this is on the way of every request of a load test.
 */
export function readBody(req: IncomingMessage, done: (body: Buffer | 'too-large') => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  req.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  });
  req.on('end', () => {
    if (bytes > MOST_BODY_BYTES) return done('too-large');
    const [only] = chunks;
    done(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
  });
}
