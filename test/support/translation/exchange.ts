import type { Tokens } from '../../../simulator/tokens.ts';
import type { CanonicalRequest, CanonicalResponse } from '../../../src/canonical/index.ts';
import type { TestGateway } from '../gateway.ts';
import { bodyOf, type Client, readStreamed, readWhole } from './clients.ts';
import type { MatrixPlatform } from './matrix-gateway.ts';

/** One request through the gateway, and what everybody says of it. */
export interface Exchanged {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What the client understood; null where the answer was an error. */
  readonly response: CanonicalResponse | null;
  /** What the simulator bills for it. */
  readonly billed: Readonly<Tokens>;
}

/** Where the request goes and how. */
export interface Direction {
  readonly gateway: TestGateway;
  readonly client: Client;
  readonly platform: MatrixPlatform;
  readonly isStreaming: boolean;
}

/**
 * Asks one platform in one dialect. One request at a time, or the bill cannot be told apart.
 * @throws {Error} where a stream breaks its dialect's grammar.
 */
export async function exchange(direction: Direction, request: CanonicalRequest): Promise<Exchanged> {
  const { simulator } = direction.gateway;
  const before = simulator.bill().total.tokens;
  const { status, headers, bytes } = await send(direction, request);
  const billed = difference(simulator.bill().total.tokens, before);
  const asked = { ...request, isStreaming: direction.isStreaming };
  const response = status === 200 ? read(direction.client, bytes, asked) : null;
  return { status, headers, text: bytes.toString('utf8'), response, billed };
}

/** Asks, and gives what came without reading it. */
export async function send(
  { gateway, client, platform, isStreaming }: Direction,
  request: CanonicalRequest,
): Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Buffer }> {
  const body = bodyOf(client, { ...request, isStreaming }, platform.model);
  const headers = { authorization: `Bearer ${gateway.key}`, ...client.headers };
  const answer = await gateway.post(client.path(platform.model, isStreaming), body, headers);
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes };
}

/** What `x-turnpike-route` must say where the upstream is asked in this dialect. */
export function routeOf({ client, platform }: Direction, upstream = platform.dialects[0]): string {
  const { dialect } = client.codec;
  return platform.dialects.includes(dialect) ? 'pass-through' : `${dialect}→${upstream}`;
}

function read(client: Client, bytes: Buffer, request: CanonicalRequest): CanonicalResponse {
  return request.isStreaming
    ? readStreamed(client, bytes, request)
    : readWhole(client, bytes.toString('utf8'), request);
}

function difference(after: Readonly<Tokens>, before: Readonly<Tokens>): Tokens {
  const kinds = Object.keys(after) as (keyof Tokens)[];
  const entries = kinds.map((kind) => [kind, after[kind] - before[kind]]);
  return Object.fromEntries(entries) as Tokens;
}
