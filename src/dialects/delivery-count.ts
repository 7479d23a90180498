/**
 * Bytes of delivered text that are counted as one token where the upstream counts none. English and code
 * come to four; three keeps the estimate from being below what was delivered.
 */
export const DELIVERED_BYTES_PER_TOKEN = 3;

/** Our own count of what a stream delivered, for the settlement when the upstream reports none. */
export interface DeliveryCount {
  /** Counts one frame; without any text it counts nothing. */
  addFrame(textBytes: number): void;
  /** Tokens so far: a frame with content holds one at least, and text one for every three bytes. */
  tokens(): number;
}

/** A count that starts at nothing. */
export function createDeliveryCount(): DeliveryCount {
  let frames = 0;
  let bytes = 0;
  return {
    addFrame(textBytes) {
      if (textBytes > 0) {
        frames += 1;
        bytes += textBytes;
      }
    },
    tokens: () => Math.max(frames, Math.ceil(bytes / DELIVERED_BYTES_PER_TOKEN)),
  };
}
