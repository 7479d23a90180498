import type { NanoUsdPerMtok, PiecePrice, PriceSheet, TokenPrices } from '../../billing/index.ts';
import { PIECE_KINDS, type PieceKind } from '../../canonical/usage.ts';
import { formatMultiplier, formatUsd, type Ppm } from '../../core/money.ts';

type Texts = Readonly<Record<string, string>>;

/**
 * Decimal USD the asking key pays: for a million tokens of each kind, for a request, and for each piece, by
 * size where sizes differ. `tiers` are the prices of tokens from a length of the input on, `service_tiers`
 * the multipliers of the tier the upstream answers in. What has no price of its own is left out.
 */
export type ModelPrice = Readonly<Record<string, string | Texts | readonly Texts[]>>;

/** The price of a sheet for a group's multiplier. */
export function modelPrice(sheet: PriceSheet, multiplierPpm: Ppm): ModelPrice {
  const { requestNano, pieces, tiers, serviceTiers } = sheet;
  const times = (amount: NanoUsdPerMtok): string => multiplied(amount, multiplierPpm);
  const isKnown = (kind: PieceKind): boolean => pieces[kind] !== undefined;
  const tierTexts = tiers.map((tier) => ({
    above_input_tokens: String(tier.aboveInputTokens),
    ...tokenTexts(tier.tokens, times),
  }));
  const serviceTexts = Object.entries(serviceTiers).map(([name, ppm]) => [name, formatMultiplier(ppm)]);
  return {
    unit: 'USD per million tokens',
    ...(sheet.coversTokens ? { ...tokenTexts(sheet.tokens, times), request: times(requestNano) } : {}),
    ...Object.fromEntries(PIECE_KINDS.filter(isKnown).map((kind) => [kind, pieceText(pieces[kind], times)])),
    ...(tierTexts.length === 0 ? {} : { tiers: tierTexts }),
    ...(serviceTexts.length === 0 ? {} : { service_tiers: Object.fromEntries(serviceTexts) }),
  };
}

function tokenTexts(tokens: TokenPrices, times: (amount: NanoUsdPerMtok) => string): Texts {
  const unless = (plain: number, name: string, price: number): Texts =>
    price === plain ? {} : { [name]: times(price) };
  return {
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
  };
}

function pieceText(price: PiecePrice | undefined, times: (nano: number) => string): string | Texts {
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
