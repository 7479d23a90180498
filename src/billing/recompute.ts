import { PIECE_KINDS, type PieceCount, type PieceKind, USAGE_KINDS, type Usage } from '../canonical/usage.ts';
import { type NanoUsd, parseMultiplier, parseUsd } from '../core/money.ts';
import { count, PRICE_OF_KIND } from './price.ts';
import type { TokenPrices } from './price-sheet.ts';
import { ratioOf, scaleUpExactly } from './ratio.ts';

const TOKENS_PER_MTOK = 1_000_000;

/** How the factors of `priceFactors` call the prices of tokens; those that are left out cost what the plain kind does. */
const NAMES = {
  input: ['input', 'input'],
  cacheRead: ['cache_read', 'input'],
  cacheWrite5m: ['cache_write_5m', 'input'],
  cacheWrite1h: ['cache_write_1h', 'input'],
  audioInput: ['audio_input', 'input'],
  imageInput: ['image_input', 'input'],
  output: ['output', 'output'],
  reasoning: ['reasoning', 'output'],
  audioOutput: ['audio_output', 'output'],
  imageOutput: ['image_output', 'output'],
} as const satisfies Record<keyof TokenPrices, readonly [string, 'input' | 'output']>;

/** What is stored with a request that its cost follows from. */
export interface StoredCharge {
  readonly usage: Usage;
  /** The text of `priceFactors`; null where nothing was priced. */
  readonly price: string | null;
}

/** One line of an invoice: so many of a kind at a price, before any multiplier. */
export interface ChargeLine {
  /** A kind of token as in the price (`input`, `cache_read`), a kind of piece, or `request`. */
  readonly kind: string;
  readonly size: string | null;
  readonly count: number;
  /** For one piece, or for so many of them as `per` says. */
  readonly priceNano: NanoUsd;
  readonly per: 1 | typeof TOKENS_PER_MTOK;
}

/** A cost worked out again from what is stored. */
export interface RecomputedCharge {
  readonly lines: readonly ChargeLine[];
  /** What the request cost: its charge and what could not be collected of it. */
  readonly costNano: NanoUsd;
}

type Factors = Readonly<Record<string, unknown>>;

/**
 * Works out what a stored request cost, from its own row alone: no catalogue, no setting of today. The same
 * to the nano-dollar as what was settled. Null where nothing was priced.
 * @throws {Error} when the factors are no text of `priceFactors`.
 */
export function recomputeCharge({ usage, price }: StoredCharge): RecomputedCharge | null {
  if (price === null) {
    return null;
  }
  const factors: Factors = JSON.parse(price);
  if (factors.free === true) {
    return { lines: [], costNano: 0 };
  }
  const lines = [...tokenLines(usage, factors), ...requestLine(factors), ...pieceLines(factors)];
  let sum = 0n;
  for (const line of lines) {
    sum += BigInt(line.count) * BigInt(line.priceNano) * BigInt(TOKENS_PER_MTOK / line.per);
  }
  const ratio = ratioOf(
    multiplier(factors, 'service_tier_multiplier'),
    multiplier(factors, 'group_multiplier'),
  );
  return { lines, costNano: scaleUpExactly(sum, ratio) };
}

function tokenLines(usage: Usage, factors: Factors): ChargeLine[] {
  return USAGE_KINDS.filter((kind) => count(usage[kind]) > 0).map((kind) => {
    const [name, plain] = NAMES[PRICE_OF_KIND[kind]];
    return {
      kind: name,
      size: null,
      count: count(usage[kind]),
      priceNano: amount(factors[name] ?? factors[plain]),
      per: TOKENS_PER_MTOK,
    };
  });
}

function requestLine({ request }: Factors): ChargeLine[] {
  return request === undefined
    ? []
    : [{ kind: 'request', size: null, count: 1, priceNano: amount(request), per: 1 }];
}

function pieceLines({ pieces }: Factors): ChargeLine[] {
  return (Array.isArray(pieces) ? pieces : []).map((piece: Partial<PieceCount> & { price?: unknown }) => ({
    kind: pieceKind(piece.kind),
    size: piece.size ?? null,
    count: count(piece.count ?? 0),
    priceNano: amount(piece.price),
    per: 1,
  }));
}

function pieceKind(kind: unknown): PieceKind {
  const known = PIECE_KINDS.find((each) => each === kind);
  if (known === undefined) {
    throw new Error(`there is no kind of piece called ${String(kind)}`);
  }
  return known;
}

function multiplier(factors: Factors, name: string): number {
  const text = factors[name];
  return text === undefined ? TOKENS_PER_MTOK : parseMultiplier(String(text));
}

function amount(text: unknown): NanoUsd {
  if (typeof text !== 'string') {
    throw new Error('a price is missing among the factors of a charge');
  }
  return parseUsd(text);
}
