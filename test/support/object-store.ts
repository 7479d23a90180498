import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';

/** A bucket that speaks as much of S3 as the media storage does, over a socket, and checks every signature. */
export interface ObjectStore {
  readonly url: string;
  readonly objects: Map<string, { readonly bytes: Buffer; readonly writtenAtMs: number }>;
  close(): Promise<void>;
}

/** What requests are signed with. */
export const STORE_KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'canary-secret-of-the-store' };
/** The bucket and the region of the store. */
export const STORE_PLACE = { bucket: 'media-bucket', region: 'eu-test-1' };

const PAGE = 2;

/** Starts an empty store on a free port. */
export async function startObjectStore(): Promise<ObjectStore> {
  const objects: ObjectStore['objects'] = new Map();
  let url = '';
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    if (!(await isSigned(request, url))) {
      response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '', url);
    const key = decodeURIComponent(pathname.slice(`/${STORE_PLACE.bucket}/`.length));
    const found = objects.get(key);
    if (request.method === 'PUT') {
      objects.set(key, { bytes: body, writtenAtMs: Date.now() });
      response.writeHead(200).end();
    } else if (request.method === 'DELETE') {
      objects.delete(key);
      response.writeHead(204).end();
    } else if (searchParams.get('list-type') === '2') {
      response.writeHead(200).end(listing(objects, searchParams));
    } else if (found === undefined) {
      response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    } else {
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const isPart = start !== undefined;
      response.writeHead(isPart ? 206 : 200);
      response.end(isPart ? found.bytes.subarray(Number(start), Number(end) + 1) : found.bytes);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    objects,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Signs the request again with what the store knows, over the headers its signature names. */
async function isSigned(request: IncomingMessage, url: string): Promise<boolean> {
  const given = request.headers.authorization ?? '';
  const signedHeaders = /SignedHeaders=([^,]+)/.exec(given)?.[1]?.split(';') ?? [];
  const headers = signedHeaders
    .filter((name) => name !== 'host')
    .map((name): [string, string] => [name, String(request.headers[name])]);
  const signer = new AwsV4Signer({
    ...STORE_KEYS,
    method: request.method ?? '',
    url: url + request.url,
    headers,
    service: 's3',
    region: STORE_PLACE.region,
    datetime: String(request.headers['x-amz-date']),
  });
  return (await signer.sign()).headers.get('authorization') === given;
}

function listing(objects: ObjectStore['objects'], query: URLSearchParams): string {
  const keys = [...objects.keys()].sort().filter((key) => key.startsWith(query.get('prefix') ?? ''));
  const start = Number(query.get('continuation-token') ?? 0);
  const entries = keys.slice(start, start + PAGE).map((key) => {
    const writtenAt = new Date(objects.get(key)?.writtenAtMs ?? 0).toISOString();
    return `<Contents><Key>${key}</Key><LastModified>${writtenAt}</LastModified></Contents>`;
  });
  const isLast = start + PAGE >= keys.length;
  const next = isLast ? '' : `<NextContinuationToken>${start + PAGE}</NextContinuationToken>`;
  return `<ListBucketResult>${entries.join('')}${next}</ListBucketResult>`;
}
