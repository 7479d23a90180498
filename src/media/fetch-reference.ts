import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { invalidField } from '../core/refusal.ts';
import { type Outbound, OutboundError } from '../upstream/index.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { type MediaKind, MediaRefusedError } from './media-file.ts';

/** Something a caller wants work to start from, with its type told by its bytes. */
export interface Reference {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What a reference may be. `field` is what the caller called it. */
export interface ReferenceBounds {
  readonly field: string;
  readonly kinds: readonly MediaKind[];
  readonly maxBytes: number;
}

/** Gets what callers point to. */
export interface References {
  /**
   * Fetches an address, or reads a `data:` one. Redirects are not followed, and nothing of what an address
   * answered is told.
   * @throws {Refusal} `invalid_request` naming the field.
   */
  fetch(url: string, bounds: ReferenceBounds): Promise<Reference>;
  /** Judges an upload. @throws {Refusal} `invalid_request` naming the field. */
  accept(bytes: Buffer, bounds: ReferenceBounds): Promise<Reference>;
}

const TIMEOUT_MS = 30_000;
const DATA_URL = /^data:[\w.+-]+\/[\w.+-]+;base64,([A-Za-z0-9+/=\s]*)$/;

/** References over the addresses that anybody may reach, and private ones where the operator says so. */
export function createReferences(deps: {
  readonly outbound: Outbound;
  readonly allowPrivate: boolean;
}): References {
  return {
    async fetch(url, bounds) {
      const inline = DATA_URL.exec(url)?.[1];
      if (inline !== undefined) {
        return accept(Buffer.from(inline, 'base64'), bounds);
      }
      if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
        throw invalidField(
          bounds.field,
          'must be an address that begins with http:// or https://, or a data URL',
        );
      }
      return inspect(await open(url, bounds.field, deps), bounds);
    },
    accept,
  };
}

async function open(
  url: string,
  field: string,
  { outbound, allowPrivate }: Parameters<typeof createReferences>[0],
): Promise<Readable> {
  try {
    const headers = ['accept', 'image/*, video/*, audio/*'];
    const bounds = { allowPrivate, timeoutMs: TIMEOUT_MS };
    const { status, body } = await outbound.send({ url, method: 'GET', headers, body: null, ...bounds });
    if (status === 200) {
      return body;
    }
    body.destroy();
    throw invalidField(field, 'must be an address that answers with the media itself');
  } catch (error) {
    if (error instanceof OutboundError) {
      throw invalidField(field, error.message);
    }
    throw error;
  }
}

function accept(bytes: Buffer, bounds: ReferenceBounds): Promise<Reference> {
  return inspect([bytes], bounds);
}

async function inspect(
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
  { field, kinds, maxBytes }: ReferenceBounds,
): Promise<Reference> {
  const inspecting = inspectBytes(kinds, maxBytes);
  try {
    const bytes = await buffer(inspecting.pass(source));
    return { bytes, mediaType: inspecting.result().mediaType };
  } catch (error) {
    const problem = error instanceof MediaRefusedError ? error.message : 'could not be read to its end';
    throw invalidField(field, problem);
  }
}
