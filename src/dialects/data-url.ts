import type { MediaSource } from '../canonical/index.ts';

const DATA_URL = /^data:([^;,]*)(?:;[^,]*)?;base64,/i;

/** Where the bytes of an address are: in itself when it is a base64 data URL (RFC 2397), else behind it. */
export function sourceOfUrl(url: string): MediaSource {
  const match = DATA_URL.exec(url);
  return match === null
    ? { type: 'url', url, mediaType: null }
    : { type: 'data', mediaType: match[1] ?? '', base64: url.slice(match[0].length) };
}

/** Bytes as a data URL. */
export function dataUrl({ mediaType, base64 }: Extract<MediaSource, { readonly type: 'data' }>): string {
  return `data:${mediaType};base64,${base64}`;
}
