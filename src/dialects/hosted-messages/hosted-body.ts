import { readMembers } from '../../core/json-members.ts';
import type { BuiltRequest } from '../codec.ts';
import type { JsonObject } from '../dialect.ts';
import type { Hosting } from './hosting.ts';

const COMMA = Buffer.from(',');
const CLOSE = Buffer.from('}');

/** A client's own body of Messages as a cloud takes it; what stays are its own bytes. */
export function hostedBytes(body: Buffer, { version, inAddress }: Hosting): Buffer {
  const parts: Buffer[] = [Buffer.from(`{"anthropic_version":${JSON.stringify(version)}`)];
  for (const [name, { keyStart, end }] of readMembers(body)) {
    if (!inAddress.has(name) && name !== 'anthropic_version') {
      parts.push(COMMA, body.subarray(keyStart, end));
    }
  }
  return Buffer.concat([...parts, CLOSE]);
}

/** A body that was written for Messages, as a cloud takes it. */
export function hostedRequest(built: BuiltRequest, { version, inAddress, betas }: Hosting): BuiltRequest {
  const kept = Object.entries(built.body).filter(([name]) => !inAddress.has(name));
  const body: JsonObject = { anthropic_version: version, ...Object.fromEntries(kept) };
  const asked = built.headers.filter((_, at) => built.headers[at - 1] === 'anthropic-beta' && at % 2 === 1);
  return betas === 'header' || asked.length === 0
    ? { ...built, body }
    : { ...built, body: { ...body, anthropic_beta: asked }, headers: [] };
}
