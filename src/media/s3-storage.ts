import { createReadStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import type { Clock } from '../core/clock.ts';
import type { Secret } from '../core/secret.ts';
import type { Outbound, OutboundAnswer } from '../upstream/index.ts';
import { writeWhole } from './disk-storage.ts';
import { MediaMissingError, type MediaStorage } from './storage.ts';

/** An object store that speaks S3, and where in it files are. */
export interface S3Place {
  /** Without a slash at the end; buckets are named in the path, which every store takes. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
}

/** What the storage works with. */
export interface S3StorageDeps {
  readonly place: S3Place;
  readonly outbound: Outbound;
  readonly clock: Clock;
  /** Where uploads are gathered, since a store wants to know their length before. */
  readonly spoolFolder: string;
}

/** An upload of a film may take its time. */
const TIMEOUT_MS = 15 * 60_000;
const PREFIX = 'turnpike-media/';

/** The object store answered with something else than it should. The message holds no credential. */
class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
}

/** Files in an object store (docs.aws.amazon.com/AmazonS3/latest/API). */
export function createS3Storage({ place, outbound, clock, spoolFolder }: S3StorageDeps): MediaStorage {
  async function ask(
    method: 'GET' | 'PUT' | 'DELETE',
    path: string,
    extra: Readonly<Record<string, string>> = {},
    body: Readable | null = null,
  ): Promise<OutboundAnswer> {
    const signer = new AwsV4Signer({
      method,
      url: `${place.endpoint}/${place.bucket}${path}`,
      headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...extra },
      accessKeyId: place.accessKeyId.reveal(),
      secretAccessKey: place.secretAccessKey.reveal(),
      service: 's3',
      region: place.region,
      datetime: new Date(clock.nowMs()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    });
    const { url, headers } = await signer.sign();
    // The store is the operator's, wherever it stands.
    const bounds = { allowPrivate: true, timeoutMs: TIMEOUT_MS };
    return outbound.send({ url: url.href, method, headers: [...headers].flat(), body, ...bounds });
  }

  return {
    async write(key, source) {
      await mkdir(spoolFolder, { recursive: true, mode: 0o700 });
      const spool = join(spoolFolder, key);
      try {
        await writeWhole(spool, source);
        const { size } = await stat(spool);
        const length = { 'content-length': String(size) };
        await expectOk(await ask('PUT', `/${PREFIX}${key}`, length, createReadStream(spool)));
      } finally {
        await rm(spool, { force: true });
      }
    },
    async open(key, range) {
      const wanted = range === null ? {} : { range: `bytes=${range.start}-${range.end}` };
      const answer = await ask('GET', `/${PREFIX}${key}`, wanted);
      if (answer.status === 404) {
        await answer.body.resume();
        throw new MediaMissingError(`the bytes of ${key} are gone`);
      }
      return answer.status < 300 ? answer.body : expectOk(answer);
    },
    async remove(key) {
      await expectOk(await ask('DELETE', `/${PREFIX}${key}`));
    },
    async *keysBefore(timeMs) {
      for (let token: string | null = ''; token !== null; ) {
        const page = await text(await expectOk(await ask('GET', listQuery(token))));
        for (const [, entry = ''] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          const key = elementOf(entry, 'Key');
          if (key !== null && Date.parse(elementOf(entry, 'LastModified') ?? '') < timeMs) {
            yield key.slice(PREFIX.length);
          }
        }
        token = elementOf(page, 'NextContinuationToken');
      }
    },
  };
}

function listQuery(token: string): string {
  const query = new URLSearchParams({ 'list-type': '2', prefix: PREFIX });
  if (token !== '') {
    query.set('continuation-token', token);
  }
  return `?${query}`;
}

/** Keys are made of letters, digits, `_`, `-` and `/`, so nothing in a list of them is escaped. */
function elementOf(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null;
}

async function expectOk({ status, body }: OutboundAnswer): Promise<Readable> {
  if (status >= 300) {
    const code = elementOf(await text(body), 'Code') ?? 'no reason';
    throw new ObjectStoreError(`the object store answered ${status}: ${code}`);
  }
  return body;
}
