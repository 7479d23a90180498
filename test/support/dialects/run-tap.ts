import type { Measured } from '../../../src/canonical/usage.ts';
import type { FrameVerdict, StreamTap } from '../../../src/dialects/dialect.ts';
import { createFrameReader } from '../../../src/dialects/sse-frames.ts';
import type { FixtureStream } from './fixture-streams.ts';

/** What a stream came to, as the data plane would relay it. */
export interface TapRun {
  /** What the client got. */
  readonly text: string;
  readonly verdicts: readonly FrameVerdict[];
  readonly tap: StreamTap;
  readonly measured: Measured | null;
  /** Bytes of a frame that was never finished. */
  readonly rest: string;
}

const MAX_FRAME_BYTES = 1 << 20;

/** Cuts bytes at the given offsets, in order. */
export function cutAt(bytes: Buffer, offsets: readonly number[]): readonly Buffer[] {
  const bounds = [0, ...offsets, bytes.length];
  return bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
}

/** Sends chunks through a frame reader and a tap. The cost of any use is "0.25". */
export function runTap(
  stream: Pick<FixtureStream, 'operation' | 'framing' | 'bytes'>,
  options: { readonly wantsUsage?: boolean; readonly chunks?: readonly Buffer[] } = {},
): TapRun {
  const reader = createFrameReader(stream.framing, MAX_FRAME_BYTES);
  const tap = stream.operation.createStreamTap({
    wantsUsage: options.wantsUsage ?? false,
    costOf: () => '0.25',
  });
  const verdicts: FrameVerdict[] = [];
  const sent: Buffer[] = [];
  for (const chunk of options.chunks ?? [stream.bytes]) {
    for (const frame of reader.push(chunk)) {
      const verdict = tap.read(frame);
      verdicts.push(verdict);
      if (verdict !== 'hide') {
        sent.push(tap.rewrite(frame));
      }
    }
  }
  return {
    text: Buffer.concat(sent).toString('utf8'),
    verdicts,
    tap,
    measured: tap.measured(),
    rest: reader.rest().toString('utf8'),
  };
}

/** The JSON of every event of a stream, without `[DONE]`. */
export function eventsOf(text: string): readonly Record<string, unknown>[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line): Record<string, unknown> => JSON.parse(line.slice(6)));
}
