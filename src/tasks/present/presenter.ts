import { totalInputTokens, totalOutputTokens } from '../../canonical/usage.ts';
import { formatUsd } from '../../core/money.ts';
import type { StoredOutput, Task } from '../task.ts';

/** What tasks are shown with. */
export interface PresentDeps {
  /** A link to a file that opens without a key. */
  linkOf(file: StoredOutput): string;
  /** The address of the gateway, without a slash at the end. */
  publicUrl(): string;
  /** Whether a result is still there. */
  isThere(file: StoredOutput): boolean;
}

/** What a task says of one result. */
export function presentOutputs({ outputs }: Task, { linkOf, isThere }: PresentDeps) {
  return outputs.filter(isThere).map((file) => ({
    url: linkOf(file),
    media_type: file.mediaType,
    bytes: file.bytes,
    sha256: file.sha256,
    ...(file.seconds === null ? {} : { seconds: file.seconds }),
  }));
}

/** What a task used, once it is over; null before, and where nothing came of it. */
export function presentUsage({ bill, state }: Task) {
  if (bill === null || state !== 'succeeded') {
    return null;
  }
  const { usage, pieces = [] } = bill.measured;
  const [input, output] = [totalInputTokens(usage), totalOutputTokens(usage)];
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    pieces: pieces.map(({ kind, count, size }) => ({ kind, count, size })),
    cost: formatUsd(bill.chargeNano),
  };
}

/** What a task cost in USD; null until it is over. */
export function presentCost({ bill }: Task): string | null {
  return bill === null ? null : formatUsd(bill.chargeNano);
}

/** Seconds since 1970, as the dialects of tasks write times; null stays null. */
export function seconds(ms: number): number;
export function seconds(ms: number | null): number | null;
export function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.floor(ms / 1_000);
}
