import type { RunningCharge } from './bill.ts';
import { type BodyWriter, createBodyWriter, pause } from './body-writer.ts';
import { type Delivery, writeHead } from './delivery.ts';
import type { FaultEffect } from './faults.ts';
import type { Frame, Generated, Reply, StreamReply, WholeReply } from './platform.ts';

/** Sends a reply under a pace or with faults. */
export async function deliverPaced(
  delivery: Delivery,
  reply: Reply,
  charge: RunningCharge | undefined,
): Promise<void> {
  const { res, effect } = delivery;
  if (reply.type === 'whole') await sendWhole(delivery, reply, charge);
  else await sendStream(delivery, reply, charge);
  if (res.destroyed) return;
  if (effect?.cut_after_bytes !== undefined && !res.writableEnded) {
    // What was written has to leave before the connection closes.
    await new Promise((resolve) => (res.headersSent ? res.write('', resolve) : resolve(undefined)));
    setImmediate(() => res.destroy());
  }
}

async function sendWhole(delivery: Delivery, reply: WholeReply, charge: RunningCharge | undefined) {
  const { res, effect } = delivery;
  const generated = reply.generated;
  if (generated !== undefined && !(await generateWhole(delivery, reply, generated, charge))) return;
  const writer = createBodyWriter(res, effect ?? {});
  if (effect?.cut_after_bytes === 0) return;
  const body =
    effect?.malformed_after === undefined ? reply.body : reply.body.slice(0, reply.body.length / 2);
  writeHead(delivery, { ...reply, body });
  const whole = writer.hasRoomFor(body);
  if (whole) charge?.complete();
  await writer.write(body);
  await writer.flush();
  if (whole) res.end();
}

/** Lets the time of a whole answer pass. False when it stalled or the client went away meanwhile. */
async function generateWhole(
  { res, call, effect }: Delivery,
  reply: WholeReply,
  all: Generated,
  charge: RunningCharge | undefined,
): Promise<boolean> {
  const chunks = reply.chunks ?? 1;
  const stepMs = call.pace.chunk_ms + (effect?.slow_chunk_ms ?? 0);
  const stallAt = effect?.stall_after_chunks ?? Number.POSITIVE_INFINITY;
  for (let step = 0; step < chunks; step++) {
    if (step >= stallAt) return false;
    await pause(res, step === 0 ? call.pace.first_chunk_ms : stepMs);
    if (res.destroyed) return false;
    charge?.add(shareOf(all, step, chunks));
  }
  return stallAt > chunks;
}

/** What the given step of several adds to an answer; the steps together are the whole. */
function shareOf(all: Generated, step: number, steps: number): Generated {
  const share = (tokens: number) =>
    Math.floor((tokens * (step + 1)) / steps) - Math.floor((tokens * step) / steps);
  return {
    output: share(all.output),
    reasoning: share(all.reasoning),
    audioOutput: share(all.audioOutput),
    imageOutput: share(all.imageOutput ?? 0),
  };
}

async function sendStream(delivery: Delivery, reply: StreamReply, charge: RunningCharge | undefined) {
  const { res, call } = delivery;
  const effect: FaultEffect = delivery.effect ?? {};
  await pause(res, call.pace.first_chunk_ms);
  if (res.destroyed || effect.cut_after_bytes === 0) return;
  writeHead(delivery, reply);
  res.flushHeaders();
  const writer = createBodyWriter(res, effect);
  let written = 0;
  let isFirstContent = true;
  for (const frame of reply.frames) {
    if (effect.stall_after_chunks !== undefined && written >= effect.stall_after_chunks)
      return writer.flush();
    if (frame.generated !== undefined && !isFirstContent) await pause(res, call.pace.chunk_ms);
    if (written > 0) await pause(res, effect.slow_chunk_ms ?? 0);
    if (res.destroyed) return;
    if (effect.error_after !== undefined && written >= effect.error_after) {
      await writer.write(delivery.inBandError());
      await writer.flush();
      charge?.cut();
      res.end();
      return;
    }
    if (frame.generated !== undefined) isFirstContent = false;
    if (!(await writeFrame(writer, frame, written++ === effect.malformed_after, charge))) return;
  }
  charge?.complete();
  await writer.flush();
  res.end();
}

/** Writes one chunk and charges it when it fits as a whole. False when the connection is to be cut in it. */
async function writeFrame(
  writer: BodyWriter,
  frame: Frame,
  isMalformed: boolean,
  charge: RunningCharge | undefined,
): Promise<boolean> {
  const text = isMalformed ? malformed(frame.text) : frame.text;
  const fits = writer.hasRoomFor(text);
  if (fits && frame.generated !== undefined) charge?.add(frame.generated);
  await writer.write(text);
  return fits;
}

/** A chunk that ends in its middle, though the event that carries it is closed. */
function malformed(text: string): string {
  return `${text.slice(0, Math.floor(text.length / 2)).trimEnd()}\n\n`;
}
