import type { CanonicalEvent, Measured } from '../../canonical/index.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { StreamIn, StreamOut } from '../codec.ts';
import { createDeliveryCount } from '../delivery-count.ts';
import type { FrameVerdict, StreamTap } from '../dialect.ts';
import { refusedError } from './refused-error.ts';

/** What a translated stream is made of. */
export interface StreamTranslation {
  readonly streamIn: StreamIn;
  readonly streamOut: StreamOut;
  /** Changes events on their way: what the client expects and the upstream has no word for. */
  readonly restore: (event: CanonicalEvent) => readonly CanonicalEvent[];
}

const NOTHING = Buffer.alloc(0);

/** Watches a stream like any tap, and turns every frame of the upstream into the client's frames. */
export function createTranslatedStreamTap(translation: StreamTranslation): StreamTap {
  const { streamIn, streamOut, restore } = translation;
  const delivered = createDeliveryCount();
  let measured: Measured | null = null;
  let hasEnded = false;
  let hasFailed = false;
  let written: Buffer = NOTHING;

  function take(events: readonly CanonicalEvent[]): void {
    let text = '';
    let textBytes = 0;
    for (const event of events) {
      textBytes += lengthOf(event);
      note(event);
      for (const restored of restore(event)) {
        text += streamOut.write(restored);
      }
    }
    if (textBytes > 0) {
      delivered.addFrame(textBytes);
    }
    written = text === '' ? NOTHING : Buffer.from(text);
  }

  function note(event: CanonicalEvent): void {
    if (event.type === 'usage') {
      measured = event.measured;
    } else if (event.type === 'end') {
      hasEnded = true;
    } else if (event.type === 'error') {
      hasFailed = true;
    }
  }

  return {
    read(frame): FrameVerdict {
      written = NOTHING;
      if (hasEnded || hasFailed) {
        return 'hide';
      }
      take(streamIn.read(frame));
      return hasEnded || hasFailed ? 'last' : written.length === 0 ? 'hide' : 'pass';
    },
    rewrite: () => written,
    close() {
      if (hasEnded || hasFailed) {
        return NOTHING;
      }
      take(streamIn.close());
      return written;
    },
    measured: () => measured,
    deliveredOutputTokens: delivered.tokens,
    isComplete: () => hasEnded && !hasFailed,
    hasFailed: () => hasFailed,
    errorFrame: (refusal: Refusal) =>
      Buffer.from(streamOut.write({ type: 'error', error: refusedError(refusal) })),
  };
}

/** Bytes of output an event brings, as our own count sees them. */
function lengthOf(event: CanonicalEvent): number {
  if (event.type === 'part-delta' && event.delta.type === 'text') {
    return Buffer.byteLength(event.delta.text);
  }
  return event.type === 'part-start' && event.content.type === 'tool-call' ? event.content.name.length : 0;
}
