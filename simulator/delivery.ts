import type { ServerResponse } from 'node:http';
import type { Books, RunningCharge } from './bill.ts';
import { drained, nextTurn } from './body-writer.ts';
import type { FaultEffect } from './faults.ts';
import { deliverPaced } from './paced-delivery.ts';
import type { Call, Reply, StreamReply, WholeReply } from './platform.ts';

/** One request on its way out. */
export type Delivery = {
  readonly res: ServerResponse;
  readonly call: Call;
  readonly credential: string;
  readonly effect: FaultEffect | undefined;
  readonly books: Books;
  /** The provider's error inside a stream, for the fault that asks for one. */
  readonly inBandError: () => string;
};

/**
 * Sends a reply and keeps its charge: the prompt when the work starts, each piece of content when it is
 * written, and at the end whether the answer was whole. Without faults and waiting it takes the short way.
 */
export async function deliver(delivery: Delivery, reply: Reply): Promise<void> {
  const { res, call, effect } = delivery;
  if (res.destroyed) return;
  const charge = openCharge(delivery, reply);
  if (effect !== undefined || call.pace.first_chunk_ms > 0 || call.pace.chunk_ms > 0) {
    await deliverPaced(delivery, reply, charge);
  } else if (reply.type === 'whole') {
    sendWhole(delivery, reply, charge);
  } else {
    await sendStream(delivery, reply, charge);
  }
}

/** Status and headers of a reply, those of a fault included. */
export function writeHead(delivery: Delivery, reply: Reply): void {
  const { res, call, effect } = delivery;
  const headers = ['x-request-id', call.requestId];
  if (reply.type === 'stream') headers.push('content-type', reply.contentType, 'cache-control', 'no-cache');
  else {
    const type = reply.contentType ?? 'application/json';
    headers.push('content-type', type, 'content-length', `${Buffer.byteLength(reply.body)}`);
  }
  for (const source of [reply.headers, effect?.headers]) {
    for (const [name, value] of Object.entries(source ?? {})) headers.push(name.toLowerCase(), value);
  }
  if (effect?.retry_after !== undefined) headers.push('retry-after', `${effect.retry_after}`);
  res.writeHead(reply.status, lastOfEach(headers));
}

function openCharge(delivery: Delivery, reply: Reply): RunningCharge | undefined {
  if (reply.charge === undefined) return undefined;
  const { books, call, credential, res } = delivery;
  const charge = books.open(call.requestId, credential, reply.charge, call.atMs);
  res.on('close', () => {
    if (!res.writableFinished) charge.cut();
  });
  return charge;
}

function sendWhole(delivery: Delivery, reply: WholeReply, charge: RunningCharge | undefined): void {
  writeHead(delivery, reply);
  if (reply.generated !== undefined) charge?.add(reply.generated);
  charge?.complete();
  delivery.res.end(reply.body);
}

async function sendStream(
  delivery: Delivery,
  reply: StreamReply,
  charge: RunningCharge | undefined,
): Promise<void> {
  const { res } = delivery;
  writeHead(delivery, reply);
  for (const frame of reply.frames) {
    if (frame.generated !== undefined) charge?.add(frame.generated);
    // Node joins what is written in one turn to one chunk, and a client that left is seen between turns.
    if (res.write(frame.text)) await nextTurn();
    else await drained(res);
    if (res.destroyed) return;
  }
  charge?.complete();
  res.end();
}

/** A header that a fault sets replaces the one the reply had. */
function lastOfEach(headers: readonly string[]): string[] {
  const byName = new Map<string, string>();
  for (let index = 0; index + 1 < headers.length; index += 2) {
    byName.set(headers[index] ?? '', headers[index + 1] ?? '');
  }
  return [...byName].flat();
}
