import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../core/refusal.ts';
import { type MediaFile, MediaMissingError, nameOf } from '../../media/index.ts';
import { type Exchange, ownHeaders } from '../exchange.ts';
import type { GatewayDeps } from '../gateway-deps.ts';
import { readRange } from './byte-range.ts';

/** Whatever a file holds, nothing of it runs under our address (developer.mozilla.org, CSP sandbox). */
const HARMLESS = [
  ...['x-content-type-options', 'nosniff'],
  ...['content-security-policy', "sandbox; default-src 'none'"],
  ...['cross-origin-resource-policy', 'cross-origin'],
];

/**
 * Sends a file of the media store, whole or the part of it that is asked for.
 * @throws {Refusal} `media_expired` when its bytes are gone.
 */
export async function sendFile(
  exchange: Exchange,
  file: MediaFile,
  deps: Pick<GatewayDeps, 'clock' | 'media'>,
): Promise<void> {
  // Only a WebSocket has another outlet, and none asks for files.
  const response = exchange.response as ServerResponse;
  const { headers } = exchange.request;
  const tag = `"${file.sha256}"`;
  const described = [
    'etag',
    tag,
    'accept-ranges',
    'bytes',
    'cache-control',
    cacheControl(file, deps),
    ...HARMLESS,
  ];
  if (matches(headers['if-none-match'], tag)) {
    response.writeHead(304, flat([...described, ...ownHeaders(exchange)])).end();
    return;
  }
  const range = isRangeCurrent(headers, tag) ? readRange(headers.range, file.bytes) : null;
  if (range === 'unsatisfiable') {
    const unsatisfiable = ['content-range', `bytes */${file.bytes}`, 'content-length', 0];
    response.writeHead(416, flat([...described, ...unsatisfiable, ...ownHeaders(exchange)])).end();
    return;
  }
  const length = range === null ? file.bytes : range.end - range.start + 1;
  const head = [
    ...described,
    ...['content-type', file.mediaType, 'content-length', length],
    ...['content-disposition', `inline; filename="${nameOf(file)}"`],
    ...(range === null ? [] : ['content-range', `bytes ${range.start}-${range.end}/${file.bytes}`]),
    ...ownHeaders(exchange),
  ];
  const status = range === null ? 200 : 206;
  if (exchange.request.method === 'HEAD') {
    response.writeHead(status, flat(head)).end();
    return;
  }
  const bytes = await deps.media.open(file, range).catch((error: unknown) => {
    throw error instanceof MediaMissingError ? new Refusal('media_expired', { cause: error }) : error;
  });
  response.writeHead(status, flat(head));
  // A client that leaves is no error, and one that broke half-way is cut off like the file.
  await pipeline(bytes, response).catch(() => response.destroy());
}

/** Until the file is removed its bytes never change, so a browser need not ask again. */
function cacheControl({ expiresAtMs }: MediaFile, { clock }: Pick<GatewayDeps, 'clock'>): string {
  const seconds = expiresAtMs === null ? 86_400 : Math.floor((expiresAtMs - clock.nowMs()) / 1_000);
  return `private, max-age=${Math.max(0, Math.min(seconds, 86_400))}, immutable`;
}

function matches(header: string | undefined, tag: string): boolean {
  return (
    header !== undefined &&
    (header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag))
  );
}

/** A part is of use only to whoever has the rest of the same bytes. */
function isRangeCurrent({ 'if-range': ifRange }: IncomingHttpHeaders, tag: string): boolean {
  return ifRange === undefined || ifRange === tag;
}

function flat(headers: readonly (string | number)[]): Record<string, string> {
  return headers as unknown as Record<string, string>;
}
