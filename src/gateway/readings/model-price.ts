import type { NanoUsdPerMtok, PiecePrice, PriceSheet } from '../../billing/index.ts';
import { PIECE_KINDS, type PieceKind } from '../../canonical/usage.ts';
import { formatUsd, type Ppm } from '../../core/money.ts';

/**
 * Decimal USD the asking key pays: for a million tokens of each kind, for a request, and for each image,
 * second, song or character, by size where sizes differ. What has no price of its own is left out.
 */
export type ModelPrice = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** The price of a sheet for a group's multiplier. */
export function modelPrice(sheet: PriceSheet, multiplierPpm: Ppm): ModelPrice {
  const { tokens, requestNano, pieces } = sheet;
  const times = (amount: NanoUsdPerMtok): string => multiplied(amount, multiplierPpm);
  const unless = (plain: number, name: string, price: number): ModelPrice =>
    price === plain ? {} : { [name]: times(price) };
  const tokenPrices = {
    input: times(tokens.input),
    output: times(tokens.output),
    cache_read: times(tokens.cacheRead),
    cache_write_5m: times(tokens.cacheWrite5m),
    cache_write_1h: times(tokens.cacheWrite1h),
    ...unless(tokens.output, 'reasoning', tokens.reasoning),
    ...unless(tokens.input, 'audio_input', tokens.audioInput),
    ...unless(tokens.output, 'audio_output', tokens.audioOutput),
    ...unless(tokens.input, 'image_input', tokens.imageInput),
    ...unless(tokens.output, 'image_output', tokens.imageOutput),
    request: times(requestNano),
  };
  const isKnown = (kind: PieceKind): boolean => pieces[kind] !== undefined;
  return {
    unit: 'USD per million tokens',
    ...(sheet.coversTokens ? tokenPrices : {}),
    ...Object.fromEntries(PIECE_KINDS.filter(isKnown).map((kind) => [kind, pieceText(pieces[kind], times)])),
  };
}

function pieceText(price: PiecePrice | undefined, times: (nano: number) => string): ModelPrice[string] {
  const sizes = Object.entries(price?.bySize ?? {});
  return sizes.length === 0
    ? times(price?.plainNano ?? 0)
    : Object.fromEntries(sizes.map(([size, nano]) => [size, times(nano)]));
}

/** Rounded up like a charge, so that what is shown is never less than what is paid. */
function multiplied(amount: NanoUsdPerMtok, multiplierPpm: Ppm): string {
  const product = BigInt(amount) * BigInt(multiplierPpm);
  return formatUsd(Number((product + 999_999n) / 1_000_000n));
}
