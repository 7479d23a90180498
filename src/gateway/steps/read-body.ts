import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createZstdDecompress } from 'node:zlib';
import { Refusal } from '../../core/refusal.ts';

const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['br', () => createBrotliDecompress()],
  ['zstd', () => createZstdDecompress()],
]);

/**
 * Reads the whole body, decompressed. The bound holds for what arrives and, while it is being
 * decompressed, for what comes out, so that a small bomb never becomes a large buffer.
 * @throws {Refusal} `request_too_large`, `unsupported_media_type`, `unsupported_content_encoding`,
 *   `invalid_encoding`, `request_timeout` when the client stops sending.
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  kind: 'json' | 'form' = 'json',
): Promise<Buffer> {
  if (kind === 'json') {
    requireJson(request.headers['content-type']);
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    throw tooLarge(maxBytes);
  }
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') {
    return collect(request, maxBytes);
  }
  const decoder = DECODERS.get(encoding)?.();
  if (decoder === undefined) {
    throw new Refusal('unsupported_content_encoding');
  }
  return decode(await collect(request, maxBytes), decoder, maxBytes);
}

function requireJson(contentType: string | undefined): void {
  if (contentType === undefined || contentType === 'application/json') {
    return;
  }
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)) {
    throw new Refusal('unsupported_media_type');
  }
}

function collect(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // A client that left while its key was looked up: no event of the request would come any more.
    if (request.destroyed) {
      reject(new Refusal('request_timeout'));
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        chunks.length = 0;
        request.removeAllListeners('data');
        reject(tooLarge(maxBytes));
        return;
      }
      chunks.push(chunk);
    });
    // Both come once, and `on` costs less than `once`.
    request.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    request.on('error', (cause) => reject(new Refusal('request_timeout', { cause })));
  });
}

function decode(body: Buffer, decoder: Transform, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    decoder.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        decoder.destroy();
        reject(tooLarge(maxBytes));
        return;
      }
      chunks.push(chunk);
    });
    decoder.once('end', () => resolve(Buffer.concat(chunks)));
    decoder.once('error', (cause) => reject(new Refusal('invalid_encoding', { cause })));
    decoder.end(body);
  });
}

function tooLarge(maxBytes: number): Refusal {
  const megabytes = Math.floor(maxBytes / (1024 * 1024));
  return new Refusal('request_too_large', {
    message: `The request body is larger than ${megabytes} MB, decompressed`,
  });
}
