import type { PieceCount, PieceKind } from '../canonical/usage.ts';
import { formatUsd, type NanoUsd } from '../core/money.ts';
import type { PiecePrice, PiecePrices } from './price-sheet.ts';

/** Image sizes have a class by their longer edge: `1K` up to 1,024 pixels, `2K` up to 2,048, else `4K`. */
const IMAGE_CLASSES = [
  [1_024, '1K'],
  [2_048, '2K'],
] as const;
const LARGEST_IMAGE_CLASS = '4K';

/** What so many pieces cost together before any multiplier, in nano-dollars. Kinds without a price cost nothing. */
export function piecesNano(pieces: readonly PieceCount[], prices: PiecePrices): number {
  let sum = 0;
  for (const { kind, count, size } of pieces) {
    sum += wholeCount(count) * priceOfSize(prices[kind], kind, size);
  }
  return sum;
}

/** The same where plain numbers are not exact. */
export function exactPiecesNano(pieces: readonly PieceCount[], prices: PiecePrices): bigint {
  let sum = 0n;
  for (const { kind, count, size } of pieces) {
    sum += BigInt(wholeCount(count)) * BigInt(priceOfSize(prices[kind], kind, size));
  }
  return sum;
}

/** The same at the dearest price of each kind where the size is not known before. */
export function dearestPiecesNano(pieces: readonly PieceCount[], prices: PiecePrices): number {
  let sum = 0;
  for (const { kind, count, size } of pieces) {
    const price = prices[kind];
    const dearest = price === undefined ? 0 : Math.max(price.plainNano, ...Object.values(price.bySize));
    sum += wholeCount(count) * (size === null ? dearest : priceOfSize(price, kind, size));
  }
  return Math.min(sum, Number.MAX_SAFE_INTEGER);
}

/** What was counted and at which price, for the text that is kept with a charge. */
export function pieceFactors(pieces: readonly PieceCount[], prices: PiecePrices): readonly object[] {
  return pieces.flatMap(({ kind, count, size }) =>
    prices[kind] === undefined
      ? []
      : [{ kind, size: size ?? undefined, count, price: formatUsd(priceOfSize(prices[kind], kind, size)) }],
  );
}

/**
 * The price of the size itself, else of its class, each with its variant first and then without it, else
 * the plain one. So `720p+sound` costs what `720p` does where nobody priced the sound.
 */
function priceOfSize(price: PiecePrice | undefined, kind: PieceKind, size: string | null): NanoUsd {
  if (price === undefined || size === null) {
    return price?.plainNano ?? 0;
  }
  const { bySize, plainNano } = price;
  const plus = size.indexOf('+');
  const bare = plus === -1 ? size : size.slice(0, plus);
  const variant = plus === -1 ? '' : size.slice(plus);
  const sizes = [size, sizeClass(kind, bare) + variant, bare, sizeClass(kind, bare)];
  const priced = sizes.find((name) => Object.hasOwn(bySize, name));
  return (priced === undefined ? undefined : bySize[priced]) ?? plainNano;
}

/** `1536x1024` is an image of class `2K`, and `1280x720` a second of `720p`. Tools have their names alone. */
function sizeClass(kind: PieceKind, size: string): string {
  const edges = /^(\d{1,6})[x×*](\d{1,6})$/.exec(size)?.slice(1).map(Number) ?? [];
  const [longer, shorter] = [Math.max(...edges), Math.min(...edges)];
  if (edges.length === 0) {
    return kind === 'image' ? size.toUpperCase() : size.toLowerCase();
  }
  return kind === 'second'
    ? `${shorter}p`
    : (IMAGE_CLASSES.find(([edge]) => longer <= edge)?.[1] ?? LARGEST_IMAGE_CLASS);
}

function wholeCount(count: number): number {
  return count > 0 ? Math.min(Math.ceil(count), Number.MAX_SAFE_INTEGER) : 0;
}
