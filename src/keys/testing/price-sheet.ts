import type { PriceSheet } from '../../billing/price-sheet.ts';
import { parseUsd } from '../../core/money.ts';

/** A price by USD per million tokens of input and output; for tests. */
export function createSheet(input: string, output: string, more: Partial<PriceSheet> = {}): PriceSheet {
  const [inputNano, outputNano] = [parseUsd(input), parseUsd(output)];
  return {
    source: 'test',
    isFree: false,
    coversTokens: true,
    tokens: {
      input: inputNano,
      cacheRead: inputNano,
      cacheWrite5m: inputNano,
      cacheWrite1h: inputNano,
      audioInput: inputNano,
      imageInput: inputNano,
      output: outputNano,
      reasoning: outputNano,
      audioOutput: outputNano,
      imageOutput: outputNano,
    },
    requestNano: 0,
    pieces: {},
    tiers: [],
    serviceTiers: {},
    ...more,
  };
}
