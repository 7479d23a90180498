import { AwsV4Signer } from 'aws4fetch';
import type { Proof } from '../../providers/index.ts';
import type { BareRequest } from './credential-headers.ts';

/** A request with everything a signature is made over. */
interface SignedRequest extends BareRequest {
  readonly baseUrl: string;
  readonly nowMs: number;
}

/** `bedrock-runtime.us-east-1.amazonaws.com`, and the same through a private link or with FIPS. */
const REGION = /\.((?:[a-z]+-)+\d)\./;
/** Where a host names no region, as a proxy's does not; the first of AWS's. */
const USUAL_REGION = 'us-east-1';

/**
 * Signs the bytes that go out (AWS Signature Version 4); the region is the host's. Headers the gateway adds
 * elsewhere are not signed, and the upstream asks for none of them to be.
 */
export async function signedHeaders(
  { keys, service }: Extract<Proof, { kind: 'signature' }>,
  { method, baseUrl, path, body, nowMs }: SignedRequest,
): Promise<readonly string[]> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const signer = new AwsV4Signer({
    method,
    url: baseUrl + path,
    body: body === null ? null : new Uint8Array(body),
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    ...(sessionToken === null ? {} : { sessionToken: sessionToken.reveal() }),
    service,
    region: REGION.exec(new URL(baseUrl).hostname)?.[1] ?? USUAL_REGION,
    datetime: new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  const { headers } = await signer.sign();
  return [...headers].flat();
}
